/* A clock on the wall that jumps a day ahead and a day back, fifty times a second: for programs that load this library
   before the C library. All of them see the same clock, since it follows the one that does not jump. Clocks of processor
   time, and waits, are left alone. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

static int real(clockid_t clock, struct timespec *now)
{
    int (*next)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    return next(clock, now);
}

static time_t jump(void)
{
    static const time_t seconds[] = {86400, 0, -86400, 1};
    struct timespec steady = {0, 0};
    real(CLOCK_MONOTONIC, &steady);
    return seconds[(steady.tv_sec * 50 + steady.tv_nsec / 20000000) % 4];
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = real(clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += jump();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec time;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &time) != 0)
        return -1;
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now)
{
    struct timespec time = {0, 0};
    clock_gettime(CLOCK_REALTIME, &time);
    if (now)
        *now = time.tv_sec;
    return time.tv_sec;
}
