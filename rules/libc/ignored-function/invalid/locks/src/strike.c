#include <pthread.h>
#include <caml/mlvalues.h>

static pthread_mutex_t lock;

CAMLprim value anvil_strike(value weight)
{
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  return weight;
}
