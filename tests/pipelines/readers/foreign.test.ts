import { describe, expect, test } from 'vitest';
import { foreignText } from '#pipelines/readers/foreign.ts';
import { readHead } from '#pipelines/readers/head.ts';
import { fileOf } from '../folder.ts';

const cells = '<tr><th>Course Name</th></tr><tr><td>Safety</td></tr></table>';

describe('foreignText(text) names what is called .xls and is no workbook', () => {
	test.each([
		['a table alone', `<table border=1>${cells}`],
		['a page of Excel', `<html xmlns:x="urn:schemas-microsoft-com:office:excel">\n<table>${cells}`],
		['a page with a comment first', `<!-- made by the LMS -->\n<style></style><table>${cells}`],
		['a title first', `<title>Report</title>\n<center><table>${cells}`],
		['a heading first', `<h3>Report</h3><TABLE>${cells}`],
		['a page in the dress of XML', `<?xml version="1.0"?>\n<!DOCTYPE html>\n<html><table>${cells}`]
	])('%s is a web page with a table', (_, text) => {
		expect(foreignText(text)).toMatch(
			/^It is a web page with a table \(often called \.xls\).*\.xlsx or CSV/
		);
	});

	test.each([
		'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Part"\r\n\r\n------=_Part\r\n',
		'From: "Saved by report server"\nSubject: Report\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html"\n\n'
	])('a web page saved as one file', (text) => {
		expect(foreignText(text)).toMatch(
			/^It is a web page saved as one file \(MHTML, often called \.xls\)/
		);
	});

	test.each([
		'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook></Workbook>',
		'<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
		'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
	])('a spreadsheet of 2003', (text) => {
		expect(foreignText(text)).toMatch(/^It is a spreadsheet of 2003 as XML/);
	});

	test.each([
		'<b@firm.example>,Course Name\n',
		'Content-Type,Course Name\nmultipart/related,Safety\n',
		'Course Name,Note\nSafety,"<table>"\n'
	])('and nothing of a table of text: %s', (text) => {
		expect(foreignText(text)).toBeNull();
	});

	test('in UTF-16, too', async () => {
		const { path } = fileOf('a.xls', Buffer.from(`\uFEFF<html><table>${cells}`, 'utf16le'));
		await expect(readHead(path)).rejects.toThrow(/It is a web page with a table/);
	});
});
