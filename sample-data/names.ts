import type { Random } from './random.ts';
import type { Site } from './organisation.ts';

interface Pool {
	readonly first: readonly string[];
	readonly last: readonly string[];
}

const pool = (first: string, last: string): Pool => ({
	first: first.split(' '),
	last: last.split(' ')
});

const british = pool(
	'Imogen Callum Rhys Freya Alistair Maisie Gareth Bronwen Fergus Harriet Tobias Niamh Oliver Poppy Duncan Elspeth Ewan Rosalind Jasper Tamsin Hamish Beatrice Lewis Philippa Declan Georgina Miles Sophie Aidan Lucinda',
	'Ashworth Hargreave Pemberton Thackray Ollerton Birtwhistle Hebden Swinburn Entwistle Cragg Ramsden Oakshott Fairbairn Dunmore Pritchley Westerby Lockwood Sedgeway Barraclough Haigh Murgatroyd Illingworth Cawthorne Denby Tordoff Priestnall Holroyd Garside Beaumont Stansfield Wadsworth Fothergill'
);
const dutch = pool(
	'Sanne Bram Lotte Thijs Femke Joris Maaike Ruben Anouk Sjoerd Fleur Jelle Marloes Wouter Iris Koen Nienke Pieter Eva Gijs Roos Maarten Hanneke Stijn',
	'Hoekstra Verbruggen Postma Zijlstra Terpstra Brouwers Kuipers Veldkamp Hoogland Schippers Dijkgraaf Molenaar Roelofs Wiersma Oosterhof Steenbergen Nijboer Aalbers Lubbers Tuinstra Boersma Ravenstein'
);
const polish = pool(
	'Agnieszka Paweł Katarzyna Tomasz Magdalena Krzysztof Joanna Marcin Zofia Łukasz Ewelina Grzegorz Dorota Jakub Małgorzata Rafał Justyna Bartosz Halina Mateusz Beata Wojciech Kinga Szymon Aleksandra Dariusz Natalia Piotr',
	'Wójcik Zieliński Dąbrowski Kaczmarek Piotrowski Grabarczyk Nowicki Pawłowska Michalak Wieczorek Jabłoński Stępień Majewski Olszewska Jaworski Malinowska Gajda Rutkowski Sikora Bednarz Górecki Kołodziej Pietrzak Lis Wróblewska Czajka Domagała Zaręba'
);
const indian = pool(
	'Ananya Rohan Meera Arjun Kavita Sandeep Lakshmi Nikhil Shreya Vikram Divya Aditya Pooja Harish Swati Manoj Ishita Ganesh Nandini Prakash Radhika Suresh Tanvi Deepak',
	'Deshpande Kulkarni Iyer Bhattacharya Joshi Nair Chaudhari Patwardhan Menon Rao Kelkar Shetty Gokhale Mishra Pillai Banerjee Hegde Kamath Thakkar Venkatesan Sathe Mahajan Apte Ranade'
);
const american = pool(
	'Tyler Brianna Marcus Kaylee Dwayne Savannah Trevor Alicia Jerome Megan Hunter Latoya Preston Courtney Andre Paige Colton Jasmine Wesley Brooke Darnell Haley',
	'Whitlock Boudreaux Castellano Hendricks Ledbetter Sandoval Pruitt McAllister Yarbrough Delacroix Tolliver Okafor Brantley Ridgeway Gallardo Stroud Villanueva Kessler Lattimore Hargis Wojcik Beasley'
);
const german = pool(
	'Jana Matthias Kerstin Jörg Annegret Steffen Birgit Götz Franziska Holger Käthe Uwe Silke Björn Heike Maik Doreen Jürgen Anja Torsten Nadine Rüdiger Sabine Ronny Ulrike Günter Mandy Sören Katrin Bärbel',
	'Müller Schröter Weißflog Böhme Kühn Lindner Förster Hänsel Jäger Brückner Vogel Töpfer Gräfe Zschoche Seifert Möbius Hübner Krüger Fröhlich Rößler Naumann Schütze Kästner Löffler Winkler Preußer Döring Albrecht Oertel Wünsche Börner Steinbrück'
);
const turkish = pool(
	'Aylin Emre Zeynep Kerem Elif Burak Selin Deniz Merve Onur Derya Cem',
	'Öztürk Çelik Kaya Demir Aydemir Güler Tekin Korkmaz Özkan Yavuz Ünal Bozkurt'
);
const spanish = pool(
	'Lucía Álvaro Marta Íñigo Carmen Javier Inés Rubén Nuria Gonzalo Beatriz Sergio Pilar Andrés Rocío Esteban',
	'Echeverría Cabrales Montoya Peñalver Villalobos Quintanilla Arévalo Sotomayor Iglesias Barrientos Urrutia Carvajal Lozano Zamorano Pedraza Olmedo'
);
const nordic = pool(
	'Astrid Sven Ingrid Lars Sigrid Mikkel Solveig Anders Liv Henrik Tuva Jonas Maja Eirik Linnéa Rasmus',
	'Lindqvist Bergström Haugland Østergaard Nyström Solberg Kjeldsen Åkesson Ekdahl Brandvold Söderlund Thorsen Hedlund Skovgaard Engdahl Moberg'
);
const african = pool(
	'Chidinma Emeka Adaeze Tunde Ngozi Kwame Amara Babatunde Yewande Kofi Folake Sipho Thandiwe Wanjiru Abena Oluwaseun',
	'Adeyemi Nwachukwu Okonjo Mensah Boateng Ogunleye Dlamini Mwangi Eze Asante Balogun Onyango Kamau Afolabi Owusu Ndlovu'
);
const asian = pool(
	'Thuy Minh Linh Quang Mei Jun Xiulan Haruto Yuki Soo-jin Min-ho Wei Ling Kenji Hyun Phuong',
	'Tran Pham Huynh Zhao Liang Shen Nakagawa Fujimoto Choi Yoon Lam Xu Matsuda Bui Guo Kang'
);
const arabic = pool(
	'Leila Omar Yasmin Karim Nour Tariq Samira Hassan Rania Bilal Dalia Youssef',
	'Haddad Benali Khoury Mansour Al-Rashid Saidi Nasser Cherif Farouk Darwish Qureshi Siddiqui'
);
const eastern = pool(
	'Oksana Andriy Ioana Radu Mihaela Bogdan Kateryna Taras Elena Cristian Svitlana Dragan',
	'Kovalenko Bondarenko Munteanu Dumitrescu Shevchuk Petrović Ionescu Melnyk Stoica Horváth Tkachenko Stoian'
);

const cultures: Readonly<Record<Site, readonly (readonly [Pool, number])[]>> = {
	Leeds: [
		[british, 56],
		[indian, 9],
		[african, 7],
		[polish, 6],
		[arabic, 7],
		[asian, 5],
		[eastern, 4],
		[spanish, 3]
	],
	Utrecht: [
		[dutch, 52],
		[nordic, 14],
		[spanish, 10],
		[arabic, 7],
		[german, 6],
		[african, 4],
		[turkish, 5]
	],
	Kraków: [
		[polish, 82],
		[eastern, 14],
		[spanish, 2],
		[asian, 2]
	],
	Pune: [[indian, 1]],
	Raleigh: [
		[american, 62],
		[spanish, 14],
		[african, 7],
		[asian, 9],
		[british, 8]
	],
	Hull: [
		[british, 62],
		[polish, 16],
		[eastern, 12],
		[african, 5],
		[asian, 5]
	],
	Jena: [
		[german, 86],
		[turkish, 9],
		[spanish, 3],
		[dutch, 2]
	]
};

/** A first and last name as one meets it at a site. Whether somebody bears it already is the caller's matter. */
export function drawName(random: Random, site: Site): { first: string; last: string } {
	const chosen = random.weighted(cultures[site]);
	// One in seven has parents from two places.
	const family = random.chance(0.14) ? random.weighted(cultures[site]) : chosen;
	const first = random.pick(chosen.first);
	// Polish surnames of this kind follow the bearer: Nowicki, Nowicka.
	const last = random
		.pick(family.last)
		.replace(/(?<=[sc])k[ia]$/, first.endsWith('a') ? 'ka' : 'ki');
	return { first, last };
}

const folds: Readonly<Record<string, string>> = {
	ä: 'ae',
	ö: 'oe',
	ü: 'ue',
	ß: 'ss',
	ł: 'l',
	ø: 'o',
	æ: 'ae'
};

/** The name as it stands in an e-mail address: lower case, ASCII only. */
export function fold(name: string): string {
	return name
		.toLowerCase()
		.replace(/[äöüßłøæ]/g, (letter) => folds[letter] ?? letter)
		.normalize('NFD')
		.replace(/[^a-z0-9-]/g, '');
}
