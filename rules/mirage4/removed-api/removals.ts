/** What one release took from Mirage's interface, and what stands in its place. */
export interface Removal {
  readonly kind: "values";
  /** Without `Mirage.`; `Key.abstract` is of its module Key. */
  readonly names: readonly string[];
  readonly release: string;
  readonly instead: string;
  /** What is written in its place, in the same module, where that takes the same arguments and gives the same. */
  readonly renamed?: string;
}

/** Labels that a release took from functions that are still there. */
export interface RemovedLabels {
  readonly kind: "labels";
  readonly functions: readonly string[];
  readonly labels: readonly string[];
  readonly release: string;
  readonly instead: string;
}

/** Functions that since a release take fewer arguments without a label. */
export interface FewerArguments {
  readonly kind: "fewer-arguments";
  readonly name: string;
  readonly most: number;
  readonly release: string;
  readonly instead: string;
}

/** From the differences between `mirage lib/mirage.mli`, and functoria's DSL.mli, of one release and the next. */
export const removals: readonly Removal[] = [
  {
    kind: "values",
    names: ["add_to_ocamlfind_libraries", "add_to_opam_packages"],
    release: "3.0.0",
    instead: 'name opam packages where the job is described: main ~packages:[package "…"]',
  },
  {
    kind: "values",
    names: ["get_mode"],
    release: "3.0.0",
    instead: "choose a device by the target: if_impl Key.is_unix … …",
  },
  {
    kind: "values",
    names: ["tap0"],
    release: "3.0.0",
    instead: "use default_network",
    renamed: "default_network",
  },
  {
    kind: "values",
    names: [
      "stackv4",
      "stackv6",
      "generic_stackv4",
      "generic_stackv6",
      "direct_stackv4",
      "direct_stackv6",
      "socket_stackv4",
      "socket_stackv6",
      "static_ipv4_stack",
      "static_ipv6_stack",
      "dhcp_ipv4_stack",
      "qubes_ipv4_stack",
      "tcpv4",
      "tcpv6",
      "udpv4",
      "udpv6",
      "socket_tcpv4",
      "socket_tcpv6",
      "socket_udpv4",
      "socket_udpv6",
    ],
    release: "4.3.0",
    instead: "use generic_stackv4v6 and stackv4v6 (in the unikernel Tcpip.Stack.V4V6), tcpv4v6 and udpv4v6",
  },
  {
    kind: "values",
    names: ["fs", "fat", "fat_of_files", "archive_of_files", "kv_ro_of_fs"],
    release: "4.3.0",
    instead: "use fat_ro of a block device, or crunch, tar_kv_ro or docteur",
  },
  {
    kind: "values",
    names: ["nocrypto", "nocrypto_random", "stdlib_random"],
    release: "4.3.0",
    instead: "take it away: mirage-crypto-rng is there without being asked for",
  },
  {
    kind: "values",
    names: ["git_happy_eyeballs"],
    release: "4.3.4",
    instead: "use mimic_happy_eyeballs stackv4v6 happy_eyeballs dns_client",
  },
  {
    kind: "values",
    names: ["tracing", "mprof_trace"],
    release: "4.4.0",
    instead: "take it away: nothing stands in its place",
  },
  {
    kind: "values",
    names: ["foreign"],
    release: "4.5.0",
    instead: 'use main: foreign "Unikernel" job becomes main "Unikernel" job',
    renamed: "main",
  },
  {
    kind: "values",
    names: ["console", "default_console", "custom_console"],
    release: "4.5.0",
    instead: "take the console away, and its parameter in the unikernel: print with Logs or Printf",
  },
  {
    kind: "values",
    names: ["app_info", "app_info_with_opam_deps"],
    release: "4.5.0",
    instead: "take it away: Mirage_runtime and build_info tell what it told",
  },
  {
    kind: "values",
    names: ["archive"],
    release: "4.5.0",
    instead: "use tar_kv_ro",
    renamed: "tar_kv_ro",
  },
  { kind: "values", names: ["abstract"], release: "4.5.0", instead: "use dep", renamed: "dep" },
  {
    kind: "values",
    names: ["Key.abstract"],
    release: "4.5.0",
    instead: "use Key.v",
    renamed: "Key.v",
  },
  { kind: "values", names: ["keys"], release: "4.5.0", instead: "use runtime_args" },
  {
    kind: "values",
    names: ["syslog_config"],
    release: "4.8.2",
    instead: "use syslog_udp ?group stackv4v6: its settings are boot arguments",
  },
  {
    kind: "values",
    names: [
      "time",
      "default_time",
      "mclock",
      "default_monotonic_clock",
      "pclock",
      "default_posix_clock",
      "rng",
    ],
    release: "4.9.0",
    instead:
      "take them away, and their parameters in the unikernel: it calls Mirage_sleep.ns, Mirage_mtime and Mirage_ptime, which mirage links",
  },
  {
    kind: "values",
    names: [
      "ipv4_config",
      "ipv6_config",
      "socket_stackv4v6",
      "socket_tcpv4v6",
      "socket_udpv4v6",
      "static_ipv4v6_stack",
    ],
    release: "4.10.0",
    instead: "use generic_stackv4v6: net and addresses are given when it is configured or booted",
  },
];

export const removedLabels: readonly RemovedLabels[] = [
  {
    kind: "labels",
    functions: ["register"],
    labels: ["libraries"],
    release: "3.0.0",
    instead: 'give packages to main: main ~packages:[package "…"]',
  },
  {
    kind: "labels",
    functions: ["register"],
    labels: ["tracing"],
    release: "4.4.0",
    instead: "take it away: nothing stands in its place",
  },
  {
    kind: "labels",
    functions: ["register"],
    labels: ["packages", "keys"],
    release: "4.5.0",
    instead: "give them to main: main ~packages ~runtime_args",
  },
  {
    kind: "labels",
    functions: ["main"],
    labels: ["keys"],
    release: "4.5.0",
    instead:
      'use runtime_arg ~pos:__POS__ "Unikernel.NAME" in main ~runtime_args, or Mirage_runtime.register_arg in the unikernel',
  },
  {
    kind: "labels",
    functions: ["main"],
    labels: ["extra_deps"],
    release: "4.5.0",
    instead: "use main ~deps (since 4.6.1)",
  },
  {
    kind: "labels",
    functions: ["runtime_arg"],
    labels: ["name"],
    release: "4.5.1",
    instead: "take ~name away",
  },
  {
    kind: "labels",
    functions: ["direct_tcp", "direct_stackv4v6", "generic_stackv4v6", "generic_stackv4v6_with_lease"],
    labels: ["tcp"],
    release: "4.11.0",
    instead: "take ~tcp away: mirage configure --utcp chooses",
  },
  {
    kind: "labels",
    functions: ["generic_stackv4v6", "generic_stackv4v6_with_lease"],
    labels: ["dhcp_key", "net_key"],
    release: "4.11.0",
    instead: "take them away: they are always there, also for each ~group",
  },
];

export const fewerArguments: readonly FewerArguments[] = [
  {
    kind: "fewer-arguments",
    name: "generic_happy_eyeballs",
    most: 1,
    release: "4.6.0",
    instead:
      "generic_happy_eyeballs takes the stack alone, and generic_dns_client the stack and what generic_happy_eyeballs gives",
  },
];
