/** A download under this name, whatever letters it has. RFC 6266. */
export const attachment = (name: string): string =>
	`attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
