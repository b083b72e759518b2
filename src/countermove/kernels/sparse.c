/* Kernels on the list of feasible states: stability by values that run along moves, and simultaneous
 * stability.
 *
 * States are numbered as in the list of their codes, ascending. For each decision maker the states fall
 * into fibres (alike in everything that is not its own) and a fibre into classes (alike in the options
 * that it can change in one direction only as well). Within a class it moves freely; from one class of a
 * fibre to another if directions allow. Classes of one fibre are neighbours; the members of a class are
 * sorted by the decision maker's rank. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Where a state stands for one decision maker: its class, and its rank from 0 on (larger is better). */
typedef struct {
    int32_t class, rank;
} place;

/* A member of a class, and its rank. */
typedef struct {
    int32_t state, rank;
} member;

typedef struct {
    uint64_t stay_taken, stay_dropped;
    int64_t classes;
    const member *member;    /* (states): by class, ascending in rank */
    const int32_t *start;    /* (classes + 1): where the members of each begin */
    const int32_t *fibre;    /* (classes + 1): the first class of the same fibre; NULL if classes are fibres */
    const uint64_t *pattern; /* (classes): the one-way options; NULL if there are none */
} mover;

typedef struct {
    int64_t states, movers;
    const uint64_t *code; /* (states) */
    const place *place;   /* (states, movers) */
    const mover *mover;   /* (movers) */
} fibres;

static inline const place *places(const fibres *f, int32_t state) {
    return f->place + (int64_t)state * f->movers;
}

/* Whether the directions of one-way options are open from one class of a fibre to another. */
static inline int is_open(const mover *m, int32_t from, int32_t to) {
    uint64_t a = m->pattern[from], b = m->pattern[to];
    return !((a & ~b & m->stay_taken) | (b & ~a & m->stay_dropped));
}

/* -- setting up -------------------------------------------------------------------------------- */

/* The states in ascending order of rank. `begin` is room for (levels + 1) zeros. */
void sparse_order(int32_t *order, const int32_t *rank, int32_t *begin, int64_t states, int64_t levels) {
    for (int64_t s = 0; s < states; s++) begin[rank[s] + 1]++;
    for (int64_t k = 0; k < levels; k++) begin[k + 1] += begin[k];
    for (int64_t s = 0; s < states; s++) order[begin[rank[s]]++] = (int32_t)s;
}

enum { DIGIT = 11 };

/* Sorts states by the bits of their codes in `mask`, keeping the order of equal ones; `room` is for as
 * many. One counting pass for each window of bits, lowest first. */
void sparse_sort(int32_t *list, int32_t *room, const uint64_t *code, int64_t states, uint64_t mask) {
    while (mask) {
        int low = __builtin_ctzll(mask);
        uint64_t digit = mask >> low & ((1u << DIGIT) - 1);
        uint32_t begin[(1 << DIGIT) + 1] = {0};
        mask &= ~(digit << low);
        for (int64_t s = 0; s < states; s++) begin[(code[s] >> low & digit) + 1]++;
        for (int k = 0; k < 1 << DIGIT; k++) begin[k + 1] += begin[k];
        for (int64_t k = 0; k < states; k++) room[begin[code[list[k]] >> low & digit]++] = list[k];
        memcpy(list, room, (size_t)states * sizeof *list);
    }
}

/* The members of classes from the sorted states, where each class begins, and the class and rank of each
 * state (at every `stride`-th place). States are in one class if they agree in `mask`. `start` has room
 * for (states + 1). Returns how many classes there are. */
int64_t sparse_classes(member *members, int32_t *start, place *places, int64_t stride,
                       const int32_t *sorted, const int32_t *rank, const uint64_t *code, int64_t states,
                       uint64_t mask) {
    int64_t classes = 0;
    uint64_t last = 0;
    for (int64_t k = 0; k < states; k++) {
        int32_t state = sorted[k];
        uint64_t key = code[state] & mask;
        if (k == 0 || key != last) start[classes++] = (int32_t)k;
        members[k] = (member){state, rank[state]};
        places[state * stride] = (place){(int32_t)(classes - 1), rank[state]};
        last = key;
    }
    start[classes] = (int32_t)states;
    return classes;
}

/* -- values ------------------------------------------------------------------------------------ */

/* How far a class has been gone through: its members before `next` have a value, and with them all of
 * rank below `reached` in every class from which one can move here. */
typedef struct {
    int32_t next, reached;
} cursor;

typedef struct {
    const fibres *f;
    int64_t dm;
    int willing;
    cursor **cursor; /* for each mover one of each class */
    uint64_t *seen;  /* a bit for each state that has a value */
    int32_t *queue;  /* states in the order in which they got it, those before `head` dealt with */
    int64_t head, tail;
    int32_t *best;   /* for each class of the decision maker the most that is left of a rank there */
} run;

/* Puts a state into the queue that ends at `tail` if it has no value yet; returns the new end. Without a
 * branch: the place is used again if the state was known. */
static inline int64_t label(const run *r, int64_t tail, int32_t state) {
    uint64_t bit = 1ull << (state & 63), *word = r->seen + (state >> 6);
    r->queue[tail] = state;
    tail += !(*word & bit);
    *word |= bit;
    return tail;
}

/* Gives the value of the moment to the members of a class that have a lower rank. */
static inline void lower_class(run *r, int64_t j, int32_t class, int32_t rank) {
    const mover *m = r->f->mover + j;
    cursor *at = r->cursor[j] + class;
    const member *next = m->member + at->next, *end = m->member + m->start[class + 1];
    int64_t tail = r->tail;
    for (; next < end && next->rank < rank; next++) tail = label(r, tail, next->state);
    at->next = (int32_t)(next - m->member), r->tail = tail;
}

/* The same in every class from which mover j can come here. */
static inline void lower_fibre(run *r, int64_t j, place here) {
    const mover *m = r->f->mover + j;
    cursor *all = r->cursor[j];
    int32_t rank = r->willing ? here.rank : INT32_MAX; /* any move will do, or only improvements */
    if (rank <= all[here.class].reached) return;
    if (!m->fibre) {
        all[here.class].reached = rank;
        lower_class(r, j, here.class, rank);
        return;
    }
    int32_t first = m->fibre[here.class];
    for (int32_t c = first; m->fibre[c] == first; c++) {
        if (rank <= all[c].reached || !is_open(m, c, here.class)) continue;
        all[c].reached = rank;
        lower_class(r, j, c, rank);
    }
}

enum { AHEAD = 12 };

/* From all states that have just got a value back to those from which the others can come there. */
static void drain(run *r, int32_t value) {
    const fibres *f = r->f;
    while (r->head < r->tail) {
        if (r->head + AHEAD < r->tail) __builtin_prefetch(places(f, r->queue[r->head + AHEAD]));
        const place *here = places(f, r->queue[r->head++]);
        place own = here[r->dm];
        /* A state worth less than its value says is still worth no more than its rank. */
        int32_t left = own.rank < value ? own.rank : value;
        if (left > r->best[own.class]) r->best[own.class] = left;
        if (r->tail == f->states) continue;
        for (int64_t j = 0; j < f->movers; j++)
            if (j != r->dm) lower_fibre(r, j, here[j]);
    }
}

/* For each class the best of what is in `best` among the classes that can be reached. */
static void reach(const mover *m, int32_t *best) {
    if (!m->fibre) return;
    for (int32_t c = 0; c < m->classes; c++)
        for (int32_t to = m->fibre[c]; m->fibre[to] == m->fibre[c]; to++)
            if (best[to] > best[c] && is_open(m, c, to)) best[c] = best[to];
}

/* For each class the best rank that the decision maker has there or could move to. */
static void best_ranks(const fibres *f, int64_t dm, int32_t *best) {
    const mover *m = f->mover + dm;
    for (int64_t c = 0; c < m->classes; c++) best[c] = m->member[m->start[c + 1] - 1].rank;
    reach(m, best);
}

/* Values start at the rank itself. */
static void from_states(run *r, const int32_t *order) {
    const fibres *f = r->f;
    for (int64_t k = 0; k < f->states && r->tail < f->states; k++) {
        if (k + AHEAD < f->states) __builtin_prefetch(places(f, order[k + AHEAD]));
        r->tail = label(r, r->tail, order[k]);
        drain(r, places(f, order[k])[r->dm].rank);
    }
}

/* Values start at the best that the decision maker could move to. */
static int from_classes(run *r) {
    const fibres *f = r->f;
    const mover *m = f->mover + r->dm;
    int64_t classes = m->classes, levels = 0;
    int32_t *top = malloc(2 * (size_t)classes * sizeof *top), *order = top + classes, *begin = NULL;
    if (top) best_ranks(f, r->dm, top);
    for (int64_t c = 0; top && c < classes; c++)
        if (top[c] >= levels) levels = top[c] + 1;
    if (top) begin = calloc((size_t)levels + 1, sizeof *begin);
    if (begin) sparse_order(order, top, begin, classes, levels);
    for (int64_t k = 0; begin && k < classes; k++) {
        int32_t c = order[k];
        for (int32_t at = m->start[c]; at < m->start[c + 1]; at++) r->tail = label(r, r->tail, m->member[at].state);
        drain(r, top[c]);
    }
    int failed = !begin;
    free(begin), free(top);
    return failed ? -1 : 0;
}

static int start_run(run *r) {
    const fibres *f = r->f;
    r->queue = malloc(((size_t)f->states + 1) * sizeof *r->queue);
    r->seen = calloc((size_t)f->states / 64 + 1, sizeof *r->seen);
    r->cursor = calloc((size_t)f->movers, sizeof *r->cursor);
    if (!r->queue || !r->seen || !r->cursor) return -1;
    for (int64_t j = 0; j < f->movers; j++) {
        const mover *m = f->mover + j;
        if (j == r->dm) continue;
        if (!(r->cursor[j] = malloc((size_t)m->classes * sizeof(cursor)))) return -1;
        for (int64_t c = 0; c < m->classes; c++) r->cursor[j][c] = (cursor){m->start[c], 0};
    }
    return 0;
}

static void end_run(run *r) {
    for (int64_t j = 0; r->cursor && j < r->f->movers; j++) free(r->cursor[j]);
    free(r->cursor), free(r->seen), free(r->queue);
}

/* How good a state has to be for the decision maker to stay, by class: what is left of the best move
 * after the answers of the others. */
static int leave_for(const fibres *f, int64_t dm, int willing, const int32_t *order, int32_t *best) {
    run r = {.f = f, .dm = dm, .willing = willing, .best = best};
    for (int64_t c = 0; c < f->mover[dm].classes; c++) best[c] = -1;
    int failed = start_run(&r);
    if (!failed && order) from_states(&r, order);
    else if (!failed) failed = from_classes(&r);
    end_run(&r);
    if (!failed) reach(f->mover + dm, best);
    return failed;
}

/* Which states are stable for a decision maker. Nobody answers (`replies` 0), or the others answer with
 * moves (1) or with improvements (2). Values start in the `order` of its ranks, or, without it (NULL),
 * at the best that it could move to. Returns -1 if there is too little memory. */
int sparse_stable(uint8_t *out, const fibres *f, int64_t dm, int replies, const int32_t *order) {
    int32_t *best = malloc((size_t)f->mover[dm].classes * sizeof *best);
    if (!best) return -1;
    int failed = 0;
    if (replies == 0 || f->movers == 1) best_ranks(f, dm, best);
    else failed = leave_for(f, dm, replies == 2, order, best);
    for (int64_t s = 0; !failed && s < f->states; s++) {
        place here = f->place[s * f->movers + dm];
        out[s] = here.rank >= best[here.class];
    }
    free(best);
    return failed;
}

/* -- simultaneous stability ---------------------------------------------------------------------- */

/* Ranks by code: in a table with an entry for each combination of options, or by hashing. */
typedef struct {
    const fibres *f;
    int64_t dm;
    const int32_t *dense; /* rank by code, INT32_MAX where a combination cannot happen; or NULL */
    int32_t *slot;        /* states, -1 where there is none */
    int shift;
    int32_t rank;         /* what the answers have to bring the decision maker down to */
    int64_t looked, most; /* joint changes looked at, and how many may be */
    int64_t *many;        /* for each decision maker how many improvements it has from here */
    uint64_t **change;    /* and what they change */
} search;

static inline uint64_t slot_of(const search *q, uint64_t code) {
    return code * 0x9E3779B97F4A7C15ull >> q->shift;
}

static inline int32_t worth(const search *q, uint64_t code) {
    if (q->dense) return q->dense[code];
    uint64_t last = (1ull << (64 - q->shift)) - 1;
    for (uint64_t at = slot_of(q, code);; at = (at + 1) & last) {
        int32_t state = q->slot[at];
        if (state < 0) return INT32_MAX;
        if (q->f->code[state] == code) return places(q->f, state)[q->dm].rank;
    }
}

/* The changes by which mover j improves on a state. */
static int64_t improvements(const fibres *f, int64_t j, int32_t state, uint64_t *change) {
    const mover *m = f->mover + j;
    place here = places(f, state)[j];
    int64_t many = 0;
    int32_t first = m->fibre ? m->fibre[here.class] : here.class;
    for (int32_t c = first; c == first || (m->fibre && m->fibre[c] == first); c++) {
        if (m->fibre && !is_open(m, here.class, c)) continue;
        for (int32_t at = m->start[c + 1] - 1; at >= m->start[c]; at--) {
            if (m->member[at].rank <= here.rank) break;
            change[many++] = f->code[m->member[at].state] ^ f->code[state];
        }
    }
    return many;
}

/* Whether some improvements of the others, j and those after it, made together with what has changed
 * already, leave the decision maker no better off (or too many have been looked at). */
static int is_hurt(search *q, int64_t j, uint64_t code, int answered) {
    if (j == q->dm) j++;
    if (j >= q->f->movers) return q->looked++ >= q->most || (answered && worth(q, code) <= q->rank);
    if (is_hurt(q, j + 1, code, answered)) return 1;
    for (int64_t k = 0; k < q->many[j]; k++)
        if (is_hurt(q, j + 1, code ^ q->change[j][k], 1)) return 1;
    return 0;
}

/* Whether every improvement from a state can be met. */
static int stays(search *q, int32_t state) {
    const fibres *f = q->f;
    int64_t own = improvements(f, q->dm, state, q->change[q->dm]);
    for (int64_t j = 0; own && j < f->movers; j++)
        if (j != q->dm) q->many[j] = improvements(f, j, state, q->change[j]);
    q->rank = places(f, state)[q->dm].rank;
    for (int64_t k = 0; k < own; k++)
        if (!is_hurt(q, 0, f->code[state] ^ q->change[q->dm][k], 0)) return 0;
    return 1;
}

/* States in the largest fibre of a mover. */
static int64_t widest(const mover *m, int64_t states) {
    int64_t most = 0, from = 0;
    for (int64_t c = 1; c <= m->classes; c++) {
        int begins = !m->fibre || c == m->classes || m->fibre[c] == c;
        int64_t end = c == m->classes ? states : m->start[c];
        if (begins && end - from > most) most = end - from;
        if (begins) from = end;
    }
    return most;
}

static int start_search(search *q) {
    const fibres *f = q->f;
    q->many = calloc((size_t)f->movers, sizeof *q->many);
    q->change = calloc((size_t)f->movers, sizeof *q->change);
    if (!q->many || !q->change) return -1;
    for (int64_t j = 0; j < f->movers; j++)
        if (!(q->change[j] = malloc((size_t)widest(f->mover + j, f->states) * sizeof(uint64_t)))) return -1;
    if (q->dense) return 0;
    for (q->shift = 63; 1ll << (64 - q->shift) < 2 * f->states; q->shift--) {}
    if (!(q->slot = malloc(sizeof(int32_t) << (64 - q->shift)))) return -1;
    memset(q->slot, -1, sizeof(int32_t) << (64 - q->shift));
    for (int32_t s = 0; s < f->states; s++) {
        uint64_t at = slot_of(q, f->code[s]);
        while (q->slot[at] >= 0) at = (at + 1) & ((1ull << (64 - q->shift)) - 1);
        q->slot[at] = s;
    }
    return 0;
}

static void end_search(search *q) {
    for (int64_t j = 0; q->change && j < q->f->movers; j++) free(q->change[j]);
    free(q->change), free(q->many), free(q->slot);
}

/* Which states are simultaneously stable for a decision maker. Gives up after looking at
 * `most` joint changes. Returns how many it looked at, or -1 if there is too little memory. */
int64_t sparse_simultaneous(uint8_t *out, const fibres *f, int64_t dm, const int32_t *dense, int64_t most) {
    search q = {.f = f, .dm = dm, .dense = dense, .most = most};
    int failed = start_search(&q);
    for (int32_t s = 0; !failed && s < f->states && q.looked <= most; s++)
        out[s] = (uint8_t)stays(&q, s);
    end_search(&q);
    return failed ? -1 : q.looked;
}
