let quay = Semaphore.Counting.make 4

let enter () = Semaphore.Counting.acquire quay
let leave () = Semaphore.Counting.release quay
