import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, and the lies that it may tell about itself. */
export interface ZipPart {
	readonly name: string;
	readonly content: string | Uint8Array;
	readonly flags?: number;
	readonly method?: number;
	readonly statedSize?: number;
	readonly statedCrc?: number;
}

/** A zip archive of these files. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
	const local: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const part of parts) {
		const content = Buffer.from(part.content as string);
		const packed = deflateRawSync(content);
		const name = Buffer.from(part.name);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE((part.flags ?? 0) | 0x800, 2);
		common.writeUInt16LE(part.method ?? 8, 4);
		common.writeUInt32LE(part.statedCrc ?? crc32(content), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(part.statedSize ?? content.length, 18);
		common.writeUInt16LE(name.length, 22);
		const entry = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, packed]);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0'), common, rest, name]));
		local.push(entry);
		offset += entry.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.write('PK\u0005\u0006', 'latin1');
	end.writeUInt16LE(parts.length, 8);
	end.writeUInt16LE(parts.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...local, directory, end]);
}
