/** A page of Markdown as plain text: one line a paragraph or item, code indented by four, no marks of headings, code or links. */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  let fenced = false;
  let open = false;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) {
      fenced = !fenced;
      open = false;
    } else if (fenced) {
      lines.push(line === "" ? "" : `    ${line}`);
    } else if (line === "" || line.startsWith("    ") || /^(?:#|- |\d+\. )/.test(line)) {
      lines.push(line.startsWith("    ") ? line : unmarked(line.replace(/^#+ /, "")));
      open = line !== "" && !/^(?:#| {4})/.test(line);
    } else if (open) {
      lines.push(`${lines.pop() ?? ""} ${unmarked(line.trim())}`);
    } else {
      lines.push(unmarked(line));
      open = true;
    }
  }
  return lines.join("\n");
}

/** The section `What it finds` of a rule's page as plain text, as much of it as `longest` UTF-16 units hold; undefined where there is none. */
export function whatItFinds(page: string, longest: number): string | undefined {
  const section = /^## What it finds\n+((?:(?!## ).*\n?)*)/m.exec(page)?.[1]?.trim();
  if (section === undefined || section === "") return undefined;
  const paragraphs = plainText(section).split(/\n\n+/);
  let text = "";
  for (const paragraph of paragraphs) {
    const longer = text === "" ? paragraph : `${text}\n\n${paragraph}`;
    if (longer.length > longest) break;
    text = longer;
  }
  // A colon that announces what did not fit any more would promise too much.
  return text === "" ? cut(paragraphs[0] ?? "", longest) : text.replace(/:$/, ".");
}

/** Whole sentences where one fits, else words. */
function cut(text: string, longest: number): string {
  const kept = text.slice(0, longest - 1);
  const sentence = /^[\s\S]*[.!?](?=\s)/.exec(kept)?.[0];
  return sentence ?? `${kept.replace(/\S*$/, "").trimEnd()}…`;
}

function unmarked(line: string): string {
  return line
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/`([^`]*)`/g, "$1")
    .replace(/\*([^*\s][^*]*)\*/g, "$1");
}
