import { normaliseHeader } from '../headers.ts';

/** What a heading of the analyst's own lists is called in German, in French and in Spanish; the first is the most usual. */
export const spokenListHeadings: Readonly<
	Record<string, readonly [de: readonly string[], fr: readonly string[], es: readonly string[]]>
> = {
	'Employee ID': [
		['Personalnummer', 'Personal-Nr.', 'Personalnr.', 'Mitarbeiternummer', 'Mitarbeiter-ID'],
		['Matricule', 'Numéro de matricule', 'Identifiant du salarié'],
		['Número de empleado', 'N.º de empleado', 'ID de empleado']
	],
	Email: [
		['E-Mail-Adresse', 'E-Mail'],
		['Adresse e-mail', 'Courriel', 'Adresse électronique'],
		['Correo electrónico', 'Correo', 'Dirección de correo']
	],
	Employee: [
		['Mitarbeiter', 'Mitarbeiterin', 'Mitarbeitende', 'Beschäftigte'],
		['Salarié', 'Collaborateur', 'Nom du salarié'],
		['Empleado', 'Empleada', 'Nombre del empleado']
	],
	'Manager ID': [
		['Personalnummer der Führungskraft', 'Führungskraft-ID', 'Vorgesetzten-ID'],
		['Matricule du responsable', 'Identifiant du responsable'],
		['Número del responsable', 'ID del responsable']
	],
	Manager: [
		['Führungskraft', 'Vorgesetzter', 'Vorgesetzte'],
		['Responsable', 'Supérieur hiérarchique'],
		['Responsable', 'Jefe', 'Superior']
	],
	Unit: [
		['Einheit', 'Organisationseinheit', 'Abteilung', 'Bereich'],
		['Unité', 'Service', 'Département'],
		['Unidad', 'Unidad organizativa', 'Departamento']
	],
	'Parent unit': [
		['Übergeordnete Einheit', 'Übergeordnete Organisationseinheit', 'Übergeordnete Abteilung'],
		['Unité supérieure', 'Unité parente', 'Service supérieur'],
		['Unidad superior', 'Departamento superior']
	],
	'Item code': [
		['Kurs-ID', 'Kurscode', 'Kursnummer', 'Schulungsnummer'],
		['Code de la formation', 'Code formation', 'Code du cours'],
		['Código de la formación', 'Código del curso', 'ID del curso']
	],
	Title: [
		['Titel', 'Kurs', 'Kurstitel', 'Kursname', 'Kursbezeichnung', 'Schulung', 'Schulungstitel'],
		['Titre', 'Intitulé', 'Intitulé de la formation', 'Titre de la formation', 'Nom du cours'],
		['Título', 'Título de la formación', 'Título del curso', 'Nombre del curso']
	],
	System: [
		['Lernsystem', 'Lernplattform'],
		['Système', 'Plateforme'],
		['Sistema', 'Plataforma']
	],
	Obligation: [
		['Verbindlichkeit', 'Verpflichtung', 'Pflicht'],
		['Obligation', 'Caractère obligatoire'],
		['Obligatoriedad', 'Obligación']
	],
	'Audience type': [
		['Art der Zielgruppe'],
		['Type de public', "Type d'audience"],
		['Tipo de destinatarios', 'Tipo de público']
	],
	Audience: [
		['Zielgruppe'],
		['Public', 'Public cible', 'Public visé'],
		['Destinatarios', 'Público', 'Grupo destinatario']
	],
	'Valid from': [
		['Gültig ab', 'Gültig von', 'Gültig seit'],
		['Valable à partir du', 'Valable du', 'Valide à partir du'],
		['Válido desde', 'Vigente desde']
	],
	'Valid to': [
		['Gültig bis'],
		["Valable jusqu'au", "Valide jusqu'au", 'Valable au'],
		['Válido hasta', 'Vigente hasta']
	],
	Topics: [['Themen'], ['Thèmes'], ['Temas']],
	Format: [['Format', 'Lernform'], ['Format'], ['Formato']],
	Minutes: [
		['Minuten', 'Dauer (Min)', 'Dauer (Min.)', 'Dauer in Minuten'],
		['Minutes', 'Durée (min)', 'Durée en minutes'],
		['Minutos', 'Duración (min)', 'Duración en minutos']
	],
	External: [['Extern'], ['Externe'], ['Externo']],
	'Equivalent to': [
		['Gleichwertig mit', 'Entspricht'],
		['Équivalent à', 'Équivaut à'],
		['Equivalente a', 'Equivale a']
	],
	'Owner unit': [
		['Verantwortliche Einheit', 'Verantwortliche Abteilung'],
		['Unité responsable', 'Service responsable'],
		['Unidad responsable', 'Departamento responsable']
	],
	'Target roles': [
		['Zielrollen'],
		['Rôles cibles', 'Fonctions visées'],
		['Roles objetivo', 'Puestos objetivo']
	],
	'Target role': [
		['Zielrolle'],
		['Rôle cible', 'Fonction visée'],
		['Rol objetivo', 'Puesto objetivo']
	],
	Credential: [['Nachweis', 'Zertifikat'], ['Certificat'], ['Certificado']],
	'Validity (months)': [
		['Gültigkeit (Monate)', 'Gültigkeitsdauer (Monate)'],
		['Validité (mois)'],
		['Validez (meses)', 'Vigencia (meses)']
	],
	'Path code': [
		['Lernpfad-ID', 'Lernpfadcode', 'Pfad-ID', 'Pfadcode'],
		['Code du parcours'],
		['Código del itinerario', 'Código de la ruta']
	],
	'Path title': [
		['Lernpfad', 'Pfadtitel'],
		['Parcours', 'Titre du parcours'],
		['Itinerario', 'Título del itinerario', 'Título de la ruta']
	],
	Step: [
		['Schritt', 'Reihenfolge'],
		['Étape', 'Ordre'],
		['Paso', 'Orden']
	],
	'Assigned on': [
		['Zugewiesen am', 'Zuweisungsdatum'],
		['Affecté le', 'Assigné le', 'Attribué le', "Date d'affectation"],
		['Asignado el', 'Fecha de asignación']
	],
	'Assigned by': [
		['Zugewiesen von', 'Zugewiesen durch'],
		['Affecté par', 'Assigné par', 'Attribué par'],
		['Asignado por']
	],
	'Due on': [
		['Fällig am', 'Fällig bis', 'Fälligkeitsdatum', 'Frist'],
		['Échéance', "Date d'échéance", 'Date limite', 'À terminer avant'],
		['Fecha límite', 'Vencimiento', 'Vence el']
	],
	Campaign: [['Kampagne'], ['Campagne'], ['Campaña']],
	'Shown at': [
		['Gezeigt am', 'Angezeigt am', 'Empfohlen am'],
		['Affiché le', 'Montré le', 'Recommandé le'],
		['Mostrado el', 'Recomendado el']
	],
	Channel: [['Kanal'], ['Canal'], ['Canal']],
	'Starts on': [
		['Beginnt am', 'Beginn', 'Erster Tag', 'Startdatum'],
		['Commence le', 'Début', 'Premier jour', 'Date de début'],
		['Empieza el', 'Comienza el', 'Inicio', 'Primer día', 'Fecha de inicio']
	],
	'Ends on': [
		['Endet am', 'Ende', 'Letzter Tag', 'Enddatum'],
		['Finit le', 'Fin', 'Dernier jour', 'Date de fin'],
		['Termina el', 'Fin', 'Último día', 'Fecha de fin']
	],
	'Review cycle': [
		['Beurteilungsrunde', 'Beurteilungszyklus'],
		["Cycle d'évaluation"],
		['Ciclo de evaluación']
	],
	Phase: [['Phase'], ['Phase'], ['Fase']],
	'Rated on': [
		['Beurteilt am', 'Bewertet am'],
		['Évalué le', "Date d'évaluation"],
		['Evaluado el', 'Fecha de evaluación']
	],
	Survey: [['Umfrage', 'Befragung'], ['Enquête', 'Sondage'], ['Encuesta']],
	Wave: [['Welle', 'Befragungswelle'], ['Vague'], ['Oleada', 'Ola']],
	'Invited on': [
		['Eingeladen am'],
		['Invité le', "Date d'invitation"],
		['Invitado el', 'Fecha de invitación']
	],
	Status: [['Status', 'Zustand'], ['Statut', 'État'], ['Estado']],
	Question: [['Frage'], ['Question'], ['Pregunta']],
	Wording: [
		['Wortlaut', 'Fragetext'],
		['Formulation', 'Texte de la question', 'Libellé'],
		['Redacción', 'Texto de la pregunta']
	],
	Measures: [
		['Misst', 'Konstrukt'],
		['Mesure', 'Construit'],
		['Mide', 'Constructo']
	],
	Kind: [['Art'], ['Type'], ['Tipo']],
	Points: [['Punkte', 'Skalenpunkte'], ['Points'], ['Puntos']],
	Reversed: [
		['Umgepolt', 'Umgekehrt'],
		['Inversé', 'Inversée'],
		['Invertido', 'Invertida']
	],
	Comment: [['Kommentar'], ['Commentaire'], ['Comentario']],
	Label: [
		['Tonalität', 'Stimmung', 'Einstufung'],
		['Tonalité', 'Étiquette'],
		['Tono', 'Etiqueta']
	],
	Theme: [['Thema'], ['Thème'], ['Tema']],
	Action: [['Maßnahme', 'Aktion'], ['Action'], ['Acción', 'Medida']],
	'Done on': [
		['Umgesetzt am', 'Erledigt am'],
		['Réalisé le', 'Fait le'],
		['Realizado el', 'Hecho el']
	],
	'Done by': [
		['Umgesetzt von', 'Erledigt von'],
		['Réalisé par', 'Fait par'],
		['Realizado por', 'Hecho por']
	],
	Score: [
		['Antwort', 'Punktwert'],
		['Réponse', 'Note attribuée'],
		['Respuesta', 'Puntuación']
	],
	'Declared by': [['Erklärt von'], ['Déclaré par'], ['Declarado por']],
	'Declared on': [['Erklärt am'], ['Déclaré le'], ['Declarado el']],
	Note: [
		['Anmerkung', 'Bemerkung', 'Notiz'],
		['Remarque', 'Commentaire libre'],
		['Observación', 'Nota']
	],
	Goal: [
		['Ziel', 'Entwicklungsziel'],
		['Objectif', 'Objectif de développement'],
		['Objetivo', 'Objetivo de desarrollo']
	],
	'Set on': [
		['Vereinbart am', 'Gesetzt am'],
		['Fixé le', 'Établi le'],
		['Fijado el', 'Acordado el']
	],
	'Updated on': [
		['Aktualisiert am', 'Zuletzt geändert'],
		['Mis à jour le'],
		['Actualizado el', 'Última actualización']
	],
	Requisition: [
		['Ausschreibung', 'Stellenausschreibung', 'Vakanz'],
		['Poste vacant', "Offre d'emploi"],
		['Vacante', 'Requisición']
	],
	'Filled on': [['Besetzt am'], ['Pourvu le'], ['Cubierta el', 'Cubierto el']],
	'Fill type': [
		['Art der Besetzung', 'Besetzungsart'],
		['Type de recrutement'],
		['Tipo de cobertura']
	],
	'Job code': [
		['Stellencode', 'Tätigkeitsschlüssel'],
		['Code du poste', 'Code emploi'],
		['Código del puesto']
	],
	'Job family': [
		['Jobfamilie', 'Berufsfamilie'],
		["Famille d'emplois", 'Famille de métiers'],
		['Familia de puestos']
	],
	Grade: [
		['Stufe', 'Entgeltgruppe', 'Gehaltsstufe'],
		['Grade', 'Échelon', 'Niveau'],
		['Nivel', 'Categoría']
	],
	Input: [
		['Kostenart', 'Eingabe'],
		['Poste de coût', 'Donnée'],
		['Concepto', 'Partida']
	],
	Side: [['Kosten oder Nutzen'], ['Coût ou bénéfice'], ['Coste o beneficio', 'Costo o beneficio']],
	'At least': [['Mindestens'], ['Au moins'], ['Como mínimo', 'Mínimo']],
	'Most likely': [
		['Am wahrscheinlichsten', 'Wahrscheinlich'],
		['Le plus probable'],
		['Lo más probable', 'Más probable']
	],
	'At most': [['Höchstens'], ['Au plus'], ['Como máximo', 'Máximo']],
	Currency: [['Währung'], ['Devise', 'Monnaie'], ['Moneda', 'Divisa']],
	Basis: [['Grundlage'], ['Base'], ['Base', 'Fundamento']],
	'As of': [['Stand'], ['Situation au'], ['A fecha de']],
	'Confirmed by': [['Bestätigt von', 'Bestätigt durch'], ['Confirmé par'], ['Confirmado por']],
	'Confirmed on': [['Bestätigt am'], ['Confirmé le'], ['Confirmado el']]
};

/** The English heading of each of them, as headings are compared. */
export const listHeadings: ReadonlyMap<string, string> = new Map(
	Object.entries(spokenListHeadings).flatMap(([heading, spoken]) =>
		spoken.flat().map((one) => [normaliseHeader(one), normaliseHeader(heading)] as const)
	)
);
