let first_line ic =
  let line = input_line ic in
  close_in ic;
  line
