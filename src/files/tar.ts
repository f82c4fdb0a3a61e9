import { type ArchiveMember, mostMembers, type ReadArchive, tooManyMembers } from "./archive-member.ts";
import { unfit } from "./bytes-result.ts";

const block = 512;
const empty = Buffer.alloc(0);

/** What the headers before a member say of it in place of its own. */
interface Override {
  readonly path?: string;
  readonly target?: string;
  readonly size?: number;
}

/** Reads a tar archive as ustar, pax, GNU tar and `git archive` write it. */
export function readTar(bytes: Buffer): ReadArchive {
  const members: ArchiveMember[] = [];
  let commit: string | undefined;
  let override: Override = {};
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.length < block) return unfit("is cut off");
    if (header.every((byte) => byte === 0)) break;
    if (!hasChecksum(header)) return unfit(members.length === 0 ? "is no tar archive" : "is damaged");
    const size = override.size ?? numberIn(header, 124, 12);
    const type = header.toString("latin1", 156, 157);
    const start = at + block;
    if (!Number.isSafeInteger(size) || start + size > bytes.length) return unfit("is cut off");
    const content = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / block) * block;
    if (type === "g") commit = commitIn(content) ?? commit;
    else if (type === "x") override = { ...override, ...paxOverride(content) };
    else if (type === "L") override = { ...override, path: untilNul(content) };
    else if (type === "K") override = { ...override, target: untilNul(content) };
    else {
      const member = memberOf(header, type, content, override);
      if (typeof member === "string") return unfit(member);
      members.push(member);
      override = {};
      if (members.length > mostMembers) return unfit(tooManyMembers);
    }
  }
  return members.length === 0 ? unfit("is no tar archive") : { kind: "members", members, commit };
}

const kinds: Readonly<Record<string, ArchiveMember["kind"]>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "hard-link",
  "2": "link",
  "5": "directory",
};

const refusedKinds: Readonly<Record<string, string>> = {
  "3": "a device",
  "4": "a device",
  "6": "a pipe",
  S: "a sparse file",
};

/** A text says what is wrong with it. */
function memberOf(header: Buffer, type: string, content: Buffer, override: Override): ArchiveMember | string {
  const path = override.path ?? pathIn(header);
  const kind = kinds[type];
  if (kind === undefined) return `holds ${path}, ${refusedKinds[type] ?? "a member of an unknown kind"}`;
  return {
    path,
    // Before there was a kind for them, directories were files with a slash at the end.
    kind: kind === "file" && path.endsWith("/") ? "directory" : kind,
    content: kind === "file" ? content : empty,
    target: override.target ?? fieldIn(header, 157, 100),
    modified: numberIn(header, 136, 12) || 0,
  };
}

/** The sum of the header's bytes, its own field taken as spaces. */
function hasChecksum(header: Buffer): boolean {
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return numberIn(header, 148, 8) === sum;
}

const commitIn = (content: Buffer): string | undefined =>
  /^[0-9a-f]{40,64}$/.exec(paxRecords(content).get("comment") ?? "")?.[0];

function paxOverride(content: Buffer): Override {
  const records = paxRecords(content);
  const [path, target, size] = ["path", "linkpath", "size"].map((key) => records.get(key));
  return {
    ...(path === undefined ? {} : { path }),
    ...(target === undefined ? {} : { target }),
    ...(size === undefined ? {} : { size: /^\d+$/.test(size) ? Number(size) : Number.NaN }),
  };
}

/** `LENGTH KEY=VALUE` and a line end; the length counts all of it, in bytes. What is malformed ends the list. */
function paxRecords(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : Number(content.toString("latin1", at, space));
    const record = content.toString("utf8", space + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (!Number.isInteger(length) || at + length > content.length || at + length <= space || equals === -1)
      break;
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function pathIn(header: Buffer): string {
  // Only what calls itself ustar, and not GNU's own format, has a prefix.
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? fieldIn(header, 345, 155) : "";
  const name = fieldIn(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

const untilNul = (bytes: Buffer): string => {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
};

const fieldIn = (header: Buffer, start: number, length: number): string =>
  untilNul(header.subarray(start, start + length));

/** Octal digits, or GNU's binary number, which has the highest bit set; NaN for what is neither. */
function numberIn(header: Buffer, start: number, length: number): number {
  const first = header[start] ?? 0;
  if (first === 0x80)
    return header.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0);
  const digits = fieldIn(header, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}
