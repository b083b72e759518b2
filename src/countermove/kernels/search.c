/* Breadth-first search over single states of a conflict in option form, from one state.
 *
 * States are codes, bit k being option k. Conditions are truth tables over the few options that they
 * mention; nothing is kept for states that are not reached. A state is left by every mover but the one
 * that brought it about: its moves are transitive, so what it could reach from there it could reach at
 * once, and the ways that are found repeat no mover.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __BMI2__
#include <immintrin.h>
#endif

typedef struct {
    uint64_t mask;        /* the options that the condition mentions */
    const uint8_t *truth; /* for each setting of them whether it holds */
} condition;

typedef struct {
    uint64_t own, stay_taken, stay_dropped;
    const condition *wishes;
    const int64_t *weights; /* NULL: the wishes are prioritised, most important first */
    int64_t count;
} player;

typedef struct {
    const player *players;
    const condition *impossible;
    int64_t players_count, impossible_count;
} conflict;

typedef struct {
    const conflict *where;
    uint64_t movers;    /* who may move: bit j for player j */
    int32_t willing;    /* only by improvements */
    uint64_t *code;     /* states in the order in which they were found */
    uint32_t *parent;   /* the place of the state before */
    uint8_t *mover;     /* who moved */
    uint32_t *slot;     /* open addressing: places + 1 */
    uint64_t count, expanded, room, slots;
} search;

static inline uint64_t setting(uint64_t code, uint64_t mask) {
#ifdef __BMI2__
    return _pext_u64(code, mask);
#else
    uint64_t made = 0, bit = 1;
    for (; mask; mask &= mask - 1, bit <<= 1)
        if (code & mask & -mask) made |= bit;
    return made;
#endif
}

static inline int holds(const condition *c, uint64_t code) { return c->truth[setting(code, c->mask)]; }

static int feasible(const conflict *where, uint64_t code) {
    for (int64_t k = 0; k < where->impossible_count; k++)
        if (holds(&where->impossible[k], code)) return 0;
    return 1;
}

/* 1 where the player prefers `a` to `b`, -1 the other way, 0 where neither. */
static int compare(const player *p, uint64_t a, uint64_t b) {
    int64_t sum = 0;
    for (int64_t k = 0; k < p->count; k++) {
        int differs = holds(&p->wishes[k], a) - holds(&p->wishes[k], b);
        if (!differs) continue;
        if (!p->weights) return differs;
        sum += differs * p->weights[k];
    }
    return (sum > 0) - (sum < 0);
}

static uint64_t spread_bits(uint64_t x) {
    x ^= x >> 32, x *= 0x9e3779b97f4a7c15ull, x ^= x >> 29, x *= 0xbf58476d1ce4e5b9ull;
    return x ^ x >> 32;
}

/* The slot that holds the code, or the empty one where it belongs. */
static uint64_t slot_of(const search *s, uint64_t code) {
    uint64_t at = spread_bits(code) & (s->slots - 1);
    while (s->slot[at] && s->code[s->slot[at] - 1] != code) at = (at + 1) & (s->slots - 1);
    return at;
}

static int grow(search *s) {
    uint64_t room = s->room * 2, slots = room * 2;
    uint64_t *code = realloc(s->code, room * sizeof *code);
    if (code) s->code = code;
    uint32_t *parent = realloc(s->parent, room * sizeof *parent);
    if (parent) s->parent = parent;
    uint8_t *mover = realloc(s->mover, room);
    if (mover) s->mover = mover;
    uint32_t *slot = calloc(slots, sizeof *slot);
    if (!code || !parent || !mover || !slot) {
        free(slot);
        return 0;
    }
    free(s->slot);
    s->slot = slot, s->slots = slots, s->room = room;
    for (uint64_t k = 0; k < s->count; k++) s->slot[slot_of(s, s->code[k])] = (uint32_t)k + 1;
    return 1;
}

void search_close(search *s) {
    if (!s) return;
    free(s->code), free(s->parent), free(s->mover), free(s->slot), free(s);
}

/* A search from `start` by the players in `movers`; NULL where there is no memory. */
search *search_open(const conflict *where, uint64_t start, uint64_t movers, int32_t willing) {
    search *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->where = where, s->movers = movers, s->willing = willing, s->room = 512;
    if (!grow(s)) {
        search_close(s);
        return NULL;
    }
    s->code[0] = start, s->parent[0] = 0, s->mover[0] = 255, s->count = 1;
    s->slot[slot_of(s, start)] = 1;
    return s;
}

static int expand(search *s, uint64_t place) {
    uint64_t from = s->code[place];
    for (int64_t j = 0; j < s->where->players_count; j++) {
        const player *p = &s->where->players[j];
        if (!(s->movers >> j & 1) || s->mover[place] == j) continue;
        for (uint64_t choice = p->own;; choice = (choice - 1) & p->own) {
            uint64_t to = (from & ~p->own) | choice;
            uint64_t at = to == from ? 0 : slot_of(s, to);
            if (to != from && !s->slot[at] && !(from & ~to & p->stay_taken) && !(to & ~from & p->stay_dropped) &&
                (!s->willing || compare(p, to, from) > 0) && feasible(s->where, to)) {
                s->code[s->count] = to, s->parent[s->count] = (uint32_t)place, s->mover[s->count] = (uint8_t)j;
                s->slot[at] = (uint32_t)++s->count;
                if (s->count == s->room && !grow(s)) return 0;
            }
            if (!choice) break;
        }
    }
    return 1;
}

/* Goes on until `wanted` states are known or all are; how many are, or -1 where there is no memory. */
int64_t search_more(search *s, uint64_t wanted) {
    while (s->count < wanted && s->expanded < s->count)
        if (!expand(s, s->expanded++)) return -1;
    return (int64_t)s->count;
}

/* The place of a state that was found, or -1. */
int64_t search_place(const search *s, uint64_t code) { return (int64_t)s->slot[slot_of(s, code)] - 1; }

/* For places first..last: the code, and how the player compares it with `state`. */
void search_read(const search *s, uint64_t first, uint64_t last, int64_t who, uint64_t state, uint64_t *code,
                 int8_t *sign) {
    for (uint64_t k = first; k < last; k++) {
        code[k - first] = s->code[k];
        sign[k - first] = (int8_t)compare(&s->where->players[who], s->code[k], state);
    }
}

/* The place before, and who moved (255 for the start). */
uint32_t search_parent(const search *s, uint64_t place, uint8_t *mover) {
    *mover = s->mover[place];
    return s->parent[place];
}
