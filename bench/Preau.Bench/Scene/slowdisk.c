/* Adds PREAU_FSYNC_MS milliseconds to each fsync and fdatasync of the process that preloads it: an ordinary disk, made of a fast one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_a_little(void) {
  static long ms = -1;
  if (ms < 0) { const char *set = getenv("PREAU_FSYNC_MS"); ms = set ? atol(set) : 0; }
  struct timespec t = { ms / 1000, (ms % 1000) * 1000000L };
  if (ms > 0) nanosleep(&t, 0);
}

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int answer = real(file);
  wait_a_little();
  return answer;
}

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int answer = real(file);
  wait_a_little();
  return answer;
}
