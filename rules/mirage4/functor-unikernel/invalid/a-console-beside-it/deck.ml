module Make (Console : Mirage_console.S) = struct
  let call console = Console.log console "ashore"
end
