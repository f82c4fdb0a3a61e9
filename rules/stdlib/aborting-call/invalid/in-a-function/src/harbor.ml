let discard berth = Sys.remove berth

let rename_and_discard a b =
  Sys.rename a b;
  discard b;
  Sys.remove a
