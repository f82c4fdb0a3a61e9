(* Unix.gettimeofday would do on a host: "Unix.time *)" too. *)
let message = "install Unix.time"
let quoted = {|Unix.time () ; open Unix|}

(** See {!Unix.time}. *)
let flavour = Sys.unix
