#include <pthread.h>
#include <caml/mlvalues.h>

static pthread_mutex_t lock;

CAMLprim value anvil_strike(value weight)
{
#ifndef __ocaml_solo5__
  pthread_mutex_lock(&lock);
#endif
  return weight;
}
