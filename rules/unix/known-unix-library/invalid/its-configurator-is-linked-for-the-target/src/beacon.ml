let names = Core.List.map ~f:fst
