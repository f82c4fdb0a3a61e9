module Clock = Unix
