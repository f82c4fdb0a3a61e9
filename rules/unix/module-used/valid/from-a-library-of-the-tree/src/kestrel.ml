let next = Event.next
let now = Unix.time
