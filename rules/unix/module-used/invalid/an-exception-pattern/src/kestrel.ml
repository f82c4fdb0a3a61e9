let retry f =
  try f () with
  | Unix.Unix_error (Unix.EINTR, _, _) -> f ()
