import { describe, expect, test } from 'vitest';
import { encodingNamed, encodings } from '#pipelines/readers/encodings.ts';
import { foreignCells, guessEncoding } from '#pipelines/readers/guess-encoding.ts';
import { encode } from './encode.ts';

/** What a table of trainings holds in some languages, by the encodings in which their systems write it. */
const languages: readonly (readonly [encodings: readonly string[], cells: readonly string[]])[] = [
	[
		['windows-1252', 'macintosh'],
		[
			'Jürgen Müller',
			'Einführung in die Datenschutzgrundverordnung',
			'Übung macht den Meister',
			'Sicherheitsunterweisung für Führungskräfte',
			'Weiß, Käthe',
			'München'
		]
	],
	[
		['windows-1252', 'macintosh'],
		[
			'Hélène Lefèvre',
			'Sécurité au travail : les règles',
			'Déjà terminé',
			'Évaluation',
			'Formation à distance',
			'Benoît François'
		]
	],
	[
		['windows-1252', 'macintosh'],
		[
			'José Núñez',
			'Prevención de riesgos laborales',
			'Introducción a la programación',
			'María Peña',
			'¿Qué es la gestión?',
			'Sí, año'
		]
	],
	[
		['windows-1252'],
		[
			'Þórður Ægisson',
			'Öryggi á vinnustað',
			'Námskeið',
			'Søren Kjær',
			'Grundlæggende førstehjælp',
			'Påbegyndt'
		]
	],
	[
		['windows-1250', 'iso-8859-2'],
		[
			'Łukasz Wiśniewski',
			'Szkolenie okresowe, zakład główny',
			'Ukończono pomyślnie',
			'Zażółć gęślą jaźń',
			'Bezpieczeństwo i higiena pracy',
			'Łódź'
		]
	],
	[
		['windows-1250', 'iso-8859-2'],
		['Jiří Dvořák', 'Školení řidičů', 'Dokončeno', 'Bezpečnost práce', 'Plzeň', 'Žofie Nováková']
	],
	[
		['windows-1250'],
		['Erzsébet Szűcs', 'Munkavédelmi oktatás', 'Győr', 'Kötelező képzés', 'Tűzvédelem', 'Ágnes']
	],
	[
		['windows-1254'],
		[
			'Ayşe Yıldız',
			'İş sağlığı ve güvenliği',
			'Bilgi güvenliği farkındalık eğitimi',
			'Değerlendirme bekleniyor',
			'Kişisel gelişim ve öğrenme',
			'Tamamlandı',
			'Çağrı Güneş',
			'Zorunlu eğitim',
			'Şükrü'
		]
	],
	[
		['windows-1257'],
		['Jānis Bērziņš', 'Obligātās mācības', 'Rīga', 'Kārlis Ozoliņš', 'Apmācība', 'Nav sākts šogad']
	],
	[
		['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'],
		['Иван Петров', 'Охрана труда', 'Завершено', 'Введение в управление проектами']
	],
	[
		['windows-1253', 'iso-8859-7'],
		['Γιώργος Παπαδόπουλος', 'Ασφάλεια στην εργασία', 'Ολοκληρώθηκε', 'Αθήνα']
	],
	[['windows-1255'], ['דוד כהן', 'בטיחות בעבודה', 'הושלם', 'מבוא לניהול']],
	[['windows-1256'], ['محمد أحمد', 'السلامة المهنية', 'مكتمل', 'مقدمة في الإدارة']],
	[['windows-874'], ['สมชาย ใจดี', 'ความปลอดภัยในการทำงาน', 'เสร็จสิ้น', 'ยังไม่เริ่ม']],
	[
		['shift_jis', 'euc-jp'],
		['山田太郎', '情報セキュリティ研修', '完了', 'ハラスメント防止の基礎', 'プロジェクト管理入門']
	],
	[['gb18030'], ['王伟', '信息安全培训', '已完成', '项目管理基础', '安全生产教育']],
	[['big5'], ['王大明', '資訊安全教育訓練', '已完成', '專案管理基礎', '職業安全衛生']],
	[['euc-kr'], ['김철수', '정보보안 교육', '완료', '프로젝트 관리 기초']]
];

const samples = languages.flatMap(([names, cells]) =>
	names.map((encoding) => [encoding, cells[0] ?? '', cells] as const)
);

const guessOf = (cells: readonly string[], encoding: string) =>
	guessEncoding(foreignCells(encode(cells.join(';Completed\n'), encoding)));

describe('guessEncoding(cells)', () => {
	test.each(samples)('a table in %s is read as it was written (%s)', async (encoding, _, cells) => {
		const { encoding: guessed, cell, isOpen } = await guessOf(cells, encoding);
		const text = cells.join('\n');
		expect(new TextDecoder(guessed).decode(encode(text, encoding))).toBe(text);
		expect(text).toContain(cell);
		expect(isOpen).toBe(false);
	});

	test('shows a cell as it reads, and as it would read otherwise', async () => {
		const { cell, other } = await guessOf(
			['Completed', 'Иван Петров', 'Охрана труда', 'Курс'],
			'windows-1251'
		);
		expect({ cell, other }).toEqual({
			cell: 'Иван Петров',
			other: { encoding: 'windows-1252', cell: 'Èâàí Ïåòðîâ' }
		});
	});

	test.each([
		'Zoë',
		'Araña Alaníz',
		'César Muñoz Chávez',
		'Cauã Braga',
		'Noè Rota',
		'Båhult',
		'Thurø By',
		'Niccolò',
		'Agnès Marie',
		'Søren Ærø',
		'What’s new – 20 €',
		'São Tomé',
		'“A”€',
		'È obbligatorio',
		'è'
	])('a western name alone stays western: %s', async (name) => {
		expect(await guessOf([name], 'windows-1252')).toMatchObject({
			encoding: 'windows-1252',
			cell: name
		});
	});

	test('names in kanji alone are Japanese where Chinese would have others and Korean would have none', async () => {
		const kanji =
			'佐藤健一 鈴木美咲 高橋大輔 田中裕子 伊藤直樹 渡辺真理 山本浩二 中村恵子 小林正人 加藤由美';
		const hanzi = '王伟 李娜 张敏 刘洋 陈静 杨磊 赵强 黄丽 周杰 吴芳 徐明 孙涛 胡军 朱红';
		const hangul = '김민수 이영희 박지훈 최수진 정현우 강미경 조성민 윤서연 장동건 임지현';
		for (const [encoding, names] of [
			['euc-jp', kanji],
			['gb18030', hanzi],
			['euc-kr', hangul]
		] as const)
			expect((await guessOf(names.split(' '), encoding)).encoding).toBe(encoding);
	});

	test('a few Latin letters are left western, and their other reading is told', async () => {
		expect(await guessOf(['Kovařík', 'Dvořák'], 'windows-1250')).toEqual({
			encoding: 'windows-1252',
			cell: 'Kovaøík',
			other: { encoding: 'windows-1250', cell: 'Kovařík' },
			isOpen: true
		});
	});

	test('two words of another script are read so, and could be another encoding', async () => {
		expect(await guessOf(['Иван', 'Мария'], 'koi8-r')).toMatchObject({
			encoding: 'koi8-r',
			isOpen: true
		});
	});
});

describe('foreignCells(bytes)', () => {
	test('holds each cell once, without those of ASCII and of UTF-8', () => {
		const table = Buffer.concat([
			Buffer.from('Name,Städte\nCafé,x\n'),
			encode('Müller,"Größe"\nMüller,y\n', 'windows-1252')
		]);
		expect(foreignCells(table).map((cell) => cell.toString('latin1'))).toEqual(['Müller', 'Größe']);
	});
});

test('an encoding is known by all the names that the web gives it', () => {
	expect(
		['latin1', 'CP1251', 'Shift_JIS', 'ms932', 'ks_c_5601-1987', 'mac'].map(encodingNamed)
	).toEqual(['windows-1252', 'windows-1251', 'shift_jis', 'shift_jis', 'euc-kr', 'macintosh']);
	expect(encodingNamed('ebcdic')).toBeNull();
	expect(encodings.map(encodingNamed)).toEqual(encodings);
});
