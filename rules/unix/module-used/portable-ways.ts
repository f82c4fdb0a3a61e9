/** What is done today with what a value, type or exception of Unix stands for; as of mirage 4.9 to 4.11. */
const ways: readonly { readonly names: string; readonly instead: string }[] = [
  {
    names: "gettimeofday time gmtime localtime mktime tm",
    instead: "for the time of day use mirage-ptime (Mirage_ptime.now), for time that has passed mirage-mtime",
  },
  {
    names: "times process_times",
    instead: "for time that has passed use mirage-mtime (Mirage_mtime.elapsed_ns)",
  },
  {
    names: "sleep sleepf alarm setitimer getitimer interval_timer interval_timer_status pause",
    instead: "to sleep use mirage-sleep (Mirage_sleep.ns)",
  },
  {
    names:
      "socket socketpair accept bind connect listen shutdown getsockname getpeername recv recvfrom send send_substring sendto " +
      "sendto_substring getsockopt setsockopt getsockopt_int setsockopt_int getsockopt_optint setsockopt_optint getsockopt_float " +
      "setsockopt_float getsockopt_error open_connection shutdown_connection establish_server socket_domain socket_type sockaddr " +
      "shutdown_command msg_flag socket_bool_option socket_int_option socket_optint_option socket_float_option " +
      "domain_of_sockaddr PF_INET PF_INET6 PF_UNIX SOCK_STREAM SOCK_DGRAM ADDR_INET ADDR_UNIX",
    instead: "for the network use tcpip, or take a Tcpip.Stack.V4V6 as an argument",
  },
  {
    names:
      "inet_addr inet_addr_of_string string_of_inet_addr inet_addr_any inet_addr_loopback inet6_addr_any inet6_addr_loopback is_inet6_addr",
    instead: "for addresses use ipaddr",
  },
  {
    names:
      "gethostbyname gethostbyaddr getaddrinfo getnameinfo getprotobyname getprotobynumber getservbyname getservbyport host_entry " +
      "protocol_entry service_entry addr_info getaddrinfo_option name_info getnameinfo_option gethostname",
    instead: "to look names up use dns-client-mirage or happy-eyeballs-mirage",
  },
  {
    names:
      "openfile close fsync read read_bigarray write write_bigarray single_write single_write_bigarray write_substring " +
      "single_write_substring lseek truncate ftruncate stat lstat fstat unlink rename link realpath chmod fchmod chown fchown umask access " +
      "mkdir rmdir chdir getcwd chroot opendir readdir rewinddir closedir mkfifo symlink readlink utimes isatty lockf map_file has_symlink " +
      "file_descr open_flag file_perm seek_command file_kind stats access_permission dir_handle lock_command in_channel_of_descr " +
      "out_channel_of_descr descr_of_in_channel descr_of_out_channel LargeFile select set_nonblock clear_nonblock set_close_on_exec " +
      "clear_close_on_exec dup dup2 pipe stdin stdout stderr O_RDONLY O_WRONLY O_RDWR O_CREAT S_REG S_DIR",
    instead: "for files use mirage-kv, or mirage-block",
  },
  {
    names:
      "fork execv execve execvp execvpe wait waitpid system create_process create_process_env open_process open_process_in open_process_out " +
      "open_process_full open_process_args open_process_args_in open_process_args_out open_process_args_full close_process close_process_in " +
      "close_process_out close_process_full process_in_pid process_out_pid process_pid process_full_pid nice kill sigprocmask sigpending " +
      "sigsuspend sigwait process_status wait_flag sigprocmask_command WEXITED WSIGNALED WSTOPPED getpid getppid setsid",
    instead: "a unikernel is one process without signals: do without",
  },
  {
    names:
      "getuid geteuid setuid getgid getegid setgid getgroups setgroups initgroups getlogin getpwnam getgrnam getpwuid getgrgid passwd_entry group_entry",
    instead: "a unikernel has no users: do without",
  },
  {
    names: "environment unsafe_environment getenv unsafe_getenv putenv",
    instead: "for what is given at boot use Mirage_runtime.register_arg",
  },
  {
    names:
      "tcgetattr tcsetattr tcsendbreak tcdrain tcflush tcflow terminal_io setattr_when flush_queue flow_action",
    instead: "a unikernel has no terminal: do without",
  },
  {
    names: "error error_message handle_unix_error Unix_error ENOENT EINTR EAGAIN EWOULDBLOCK EUNKNOWNERR",
    instead: "give errors a type of the library's own",
  },
];

const wayOf: ReadonlyMap<string, string> = new Map(
  ways.flatMap(({ names, instead }) => names.split(" ").map((name) => [name, instead])),
);

const forTime = "for time use mirage-ptime or mirage-mtime, to sleep mirage-sleep";

/** What to do today where code uses these names of Unix; of more than two ways the first two are said. */
export function portableWay(names: readonly string[]): string {
  const [first = forTime, second] = new Set(names.flatMap((name) => wayOf.get(name) ?? []));
  return `${second === undefined ? first : `${first}; ${second}`}; or move the module to a library that links unix`;
}
