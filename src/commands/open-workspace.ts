import { scopeOf } from "../config/scope.ts";
import type { Settings } from "../config/settings.ts";
import { isDirectory } from "../files/directories.ts";
import { directoryVfs } from "../files/directory.ts";
import type { PackageIndex } from "../opam/package-index.ts";
import { defaultTarget, loadTarget, type Target } from "../target/target.ts";
import type { Workspace } from "../workspace/model.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { type SettingsArguments, settingsFor } from "./settings.ts";
import { complain } from "./target-text.ts";

/** What a question about a project is asked of, or the exit code where something is wrong with it, which has been said. */
type Opened =
  | {
      readonly kind: "open";
      readonly workspace: Workspace;
      readonly target: Target;
      readonly packageIndex: PackageIndex | undefined;
    }
  | { readonly kind: "unfit"; readonly code: number };

/** The workspace of the project in `directory`, as its configuration and the command line have it. Of packages all are in it. */
export async function openWorkspace(directory: string, options: SettingsArguments): Promise<Opened> {
  if (!isDirectory(directory)) return { kind: "unfit", code: complain(`not a directory: ${directory}`) };
  const asked = await settingsFor(directory, options);
  if (asked.kind === "unfit") return asked;
  const { settings, packageIndex } = asked;
  const target = loadTarget(settings.target.value ?? defaultTarget);
  const workspace = await readWorkspace(directoryVfs(directory), { target, scope: wholeScope(settings) });
  return { kind: "open", workspace, target, packageIndex };
}

/** Whoever asks about the project asks about all of it. */
const wholeScope = (settings: Settings) => ({ ...scopeOf(settings), packages: new Set<string>() });

/** The end of a complaint about a name: those that may be meant, if any. */
export function meaning(near: readonly string[]): string {
  return near.length === 0 ? "" : `; do you mean ${near.join(" or ")}?`;
}
