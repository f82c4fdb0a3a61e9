/**
 * Words by which programs and their configure scripts name systems that the target is none of: to OCaml and dune its `os_type` is
 * Unix and its `system` is none. Linux is left out, since a configurator that runs on the host takes the target for it.
 */
const otherSystems = new Set([
  ...[
    "WINDOWS",
    "WIN32",
    "WIN64",
    "WINNT",
    "WINSOCK2",
    "MINGW",
    "MINGW32",
    "MINGW64",
    "CYGWIN",
    "MSVC",
    "MSYS",
  ],
  ...[
    "APPLE",
    "DARWIN",
    "MACOS",
    "MACOSX",
    "OSX",
    "FREEBSD",
    "NETBSD",
    "OPENBSD",
    "DRAGONFLY",
    "SOLARIS",
    "HAIKU",
  ],
]);

/** Whether a macro says by its name that it is for another system: `LWT_ON_WINDOWS`, `HAVE_GET_CREDENTIALS_NETBSD`. */
export function isForOtherSystem(macro: string): boolean {
  return macro
    .toUpperCase()
    .split("_")
    .some((word) => otherSystems.has(word));
}
