let clear name = Sys.rmdir name

let prepare name =
  clear name;
  Sys.mkdir name 0o755
