const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Trade words that travel; beside the small words of a language they decide nothing, as they stand in every list. */
const everywhere = `super training online app team feedback workshop top test video email mail mails app link tool chat ok okay content
manager webinar email e-learning platform`;

/**
 * The commonest small words of each language and what its people say of learning, by which a short comment can be told.
 * A word that several languages write alike stands in each of their lists, so that it speaks for none of them.
 */
export const languageWords: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	Object.entries({
		en: `
a an the and or are is was were be been being am it its this that these those they them their there here you your our us we i my me
he she his her who what which when where why how with without from for by at of to in on as than then too so very more most less
least much many some any every each other another no not none nothing never always often sometimes again still just only even ever
yet already also can could should would must might may will has have had having do does did done get gets got make makes made take
takes took give gives gave go went come came keep kept put need needs needed want wants wish like liked love loved loves find found
know think feel felt use used uses using help helps helped learn learned learning learnt teach taught miss see look show work works
good great nice better best bad worse worst well poor easy hard long short slow fast quick late early old new clear dull boring
useful useless helpful fun fine modern outdated relevant interesting important perfect excellent different same few lot lots bit
enough little right wrong real really quite almost hardly barely rarely seldom amazing awesome brilliant terrible impossible dry
time times day days year years month months week hour hours job course courses trainer trainers lesson lessons topic topics support material
slides videos examples example practice theory choice search reminders skills skill boss people everyone nobody anybody thing things
way sense mix pace tone load read write add say ask asks thanks thank please yes if because but while before after comment comments
about into out up down back off over under through between during next last first second far format audio test moment`,
		de: `
der das den dem des die ein eine einen einem einer ist sind war waren wird werden wurde wurden hat habe haben hatte hatten bin ich
du er sie es wir ihr mir mich man mein meine uns unser unsere und oder aber weil wenn dass nicht kein keine keinen nichts nie immer
oft sehr viel viele mehr weniger zu zum zur mit ohne bei beim von vom auf aus nach für über unter an als also so in im am gut gute
guter gutes besser schlecht leider bitte danke kurs kurse zeit schulung schulungen auch nur noch schon wie hier ja nein ganz etwas
alles kann muss soll sollte könnte will was geholfen lang langsam langweilig hilfreich nützlich ordnung auswahl trainer job modern
relevant perfekt material hat thema themen inhalt inhalte toll mal mix boss format test interessant support`,
		fr: `
le la les l un une des du de d au aux à et ou mais donc car est sont était je tu il elle on nous vous ils elles mon ma mes me notre
nos votre ce c cette ces que qui quoi dont pas plus moins très trop peu beaucoup rien jamais toujours souvent avec sans en y a
pour par dans sur sous chez bon bonne bien mal mauvais temps cours formation formations merci oui non aussi tout tous toute fait faire
avoir être peut faut choix choisir utile utiles long contenu rappels trouve important perfect excellent excellente impossible
terrible horrible simple formidable se si ne n j m s qu job format audio relevant mix moment comment test slides support`,
		es: `
el la los las un una unos unas de y o a al del pero porque es son era fue estaba está hay yo tú él ella nosotros ellos me mi mis se
nos nuestro nuestra esto esta este estos que quien cuando donde como muy más mas menos mucho muchos mucha poco nada nunca siempre con
sin para por en sobre si no lo le les bueno buena buen malo mal tiempo curso cursos gracias sí también todo todos ha han he tengo
tiene puede encanta gusta gustó ayuda útil largo demasiado excelente falta real material terrible horrible perfecto perfecta audio`,
		it: `
il lo la i gli le un una uno di a da in con su per tra e o ma perché è sono era ho hai ha abbiamo hanno io tu lui lei noi voi loro mi
ci si se mio mia miei nostro nostra questo questa questi che chi quando dove come molto più meno poco troppo niente nulla mai sempre
senza del della dei delle nel nella non no sì buono buona bene male tempo corso corsi grazie anche tutto tutti può piace utile utili
ottimo ottima lungo formazione terribile bello interessante do fine audio trainer`,
		nl: `
de het een en of maar want is was zijn waren wordt werd heb hebt heeft hebben had hadden ik je jij u hij zij ze we wij mijn me onze
ons dit dat deze die niet geen niets nooit altijd vaak heel erg veel meer minder te met zonder voor van bij naar uit aan in op om als
dan so goed goede beter best beste slecht tijd cursus cursussen bedankt dank ook nog al alles iets kan moet wel mij nuttig saai vind
gekund willen wil hard lang late over even week modern perfect relevant interessant trainer trainers job lot were been she test support`,
		pt: `
o os a as um uma uns umas de e ou mas porque é são era foi está tem tenho eu tu ele ela nós eles me meu minha se nosso nossa isto este
esta estes que quem quando onde como muito mais menos muitos pouco nada nunca sempre com sem para por em no na nos nas do da dos das
ao bom boa bem mau tempo curso cursos obrigado obrigada sim não também tudo todos pode gostei longo útil excelente formação relevante
material perfeito real audio`,
		pl: `to jest nie się w we na z ze do że i a o po za od ale bardzo dobry dobre dobra kurs kursy był była było są mam ma brak czasu dla jak tak co
mi szkolenie szkolenia lub więcej za on`,
		cs: `to je není se v ve na z s do že i a o po za od ale velmi dobrý dobré kurz kurzy byl byla bylo jsou mám má čas pro jak tak co mi školení více on by`,
		sv: `och är det den en ett att som på för av till med jag du vi inte ingen inget mycket bra kurs kurser var har hade kan men om så mer bättre tid
tack ska i man under`,
		da: `og er det den en et at som på for af til med jeg du vi ikke ingen intet meget god godt kursus kurser var har havde kan men om så mere bedre
tid tak skal i man under`,
		fi: `on ei ja se että oli hyvä kurssi kurssit liian paljon ole olen en mutta myös kun niin tämä aikaa kiitos enemmän`,
		tr: `bir ve bu çok iyi için ile de da değil yok var kurs eğitim ama daha gibi ne en zaman teşekkürler faydalı`
	}).map(([language, words]) => [language, list(`${words} ${everywhere}`)])
);
