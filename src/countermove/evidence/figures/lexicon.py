"""Words of English that figures are made of: numbers, currencies, measures, modifiers, verbs of giving.

Closed classes are listed in full as far as news uses them; nothing here is taken from any one report.
"""

from __future__ import annotations

from countermove.evidence.figures.words import word_list, word_set

__all__ = [
    "ADDED", "AFTER", "CENTS", "CURRENCY_CODES", "CURRENCY_SIGNS", "CURRENCY_WORDS", "DOLLARS",
    "FRACTIONS", "INVARIANT", "MEASURES", "MODIFIERS", "MONTHS", "NOT_A_NOUN", "NUMBER_WORDS", "PER_UNITS",
    "SCALES", "SCALE_MARKS", "SIGNED", "STATUS", "STOP", "TIMES", "VAGUE",
]  # fmt: skip

_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

NUMBER_WORDS = {word: number for number, word in enumerate(_ONES)}
NUMBER_WORDS |= {word: 10 * (number + 2) for number, word in enumerate(_TENS)}

SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "dozen": 12,
    "lakh": 100_000, "crore": 10**7, "bn": 10**9, "mn": 10**6, "mln": 10**6, "tn": 10**12, "trn": 10**12,
}  # fmt: skip

#: Letters written onto a number; m and k also after a currency sign only ("$5 m").
SCALE_MARKS = {"k": 1_000, "m": 10**6, "b": 10**9, "bn": 10**9, "mn": 10**6, "mln": 10**6, "tn": 10**12}

#: Numbers that only give an order of magnitude.
VAGUE = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "millions": 10**6,
    "billions": 10**9, "trillions": 10**12,
}  # fmt: skip

#: The denominators of fractions in words, the plural too.
FRACTIONS = {
    name + end: number
    for number, name in enumerate(
        ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 2
    )
    for end in ("", "s")
} | {"halves": 2}

_SIGNS = "$ USD € EUR £ GBP ¥ JPY ₹ INR ₽ RUB ₴ UAH ₪ ILS ₩ KRW ₺ TRY ₫ VND ₦ NGN ₱ PHP ₸ KZT ₾ GEL ₿ BTC"
CURRENCY_SIGNS = dict(zip(_SIGNS.split()[::2], _SIGNS.split()[1::2], strict=True))
#: What may stand before a dollar sign.
DOLLARS = {
    "us": "USD", "u.s.": "USD", "c": "CAD", "ca": "CAD", "a": "AUD", "au": "AUD", "hk": "HKD", "nz": "NZD",
    "s": "SGD", "r": "BRL", "nt": "TWD", "mx": "MXN",
}  # fmt: skip
CURRENCY_CODES = word_set(
    "usd eur gbp jpy cny rmb rub uah chf sek nok dkk pln czk huf try ils inr krw cad aud nzd hkd sgd brl "
    "zar mxn sar aed qar kwd irr iqd egp pkr"
)
#: One word for a currency. A word that several countries use stays as it is.
CURRENCY_WORDS = {
    "dollar": "USD", "euro": "EUR", "sterling": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "ruble": "RUB", "rouble": "RUB", "hryvnia": "UAH", "hryvnias": "UAH", "zloty": "PLN", "forint": "HUF",
    "shekel": "ILS", "ringgit": "MYR", "baht": "THB", "rupiah": "IDR", "rand": "ZAR", "naira": "NGN",
    "bitcoin": "BTC", "pound": "GBP", "rupee": "rupees", "peso": "pesos", "franc": "francs", "lira": "lira",
    "dinar": "dinars", "dirham": "dirhams", "riyal": "riyals", "rial": "rials", "krona": "krona",
    "kronor": "kronor", "krone": "krone", "kroner": "kroner", "buck": "USD",
}  # fmt: skip
#: Currency words with the adjective before them.
SIGNED = {
    ("us", "dollar"): "USD", ("u.s.", "dollar"): "USD", ("american", "dollar"): "USD",
    ("canadian", "dollar"): "CAD", ("australian", "dollar"): "AUD", ("taiwan", "dollar"): "TWD",
    ("british", "pound"): "GBP", ("egyptian", "pound"): "EGP", ("lebanese", "pound"): "LBP",
    ("syrian", "pound"): "SYP", ("swiss", "franc"): "CHF", ("turkish", "lira"): "TRY",
    ("indian", "rupee"): "INR", ("pakistani", "rupee"): "PKR", ("mexican", "peso"): "MXN",
    ("iraqi", "dinar"): "IQD", ("kuwaiti", "dinar"): "KWD", ("saudi", "riyal"): "SAR",
    ("qatari", "riyal"): "QAR", ("iranian", "rial"): "IRR", ("swedish", "krona"): "SEK",
    ("swedish", "kronor"): "SEK", ("norwegian", "krone"): "NOK", ("norwegian", "kroner"): "NOK",
    ("danish", "krone"): "DKK", ("danish", "kroner"): "DKK", ("japanese", "yen"): "JPY",
    ("chinese", "yuan"): "CNY", ("russian", "ruble"): "RUB", ("russian", "rouble"): "RUB",
    ("polish", "zloty"): "PLN", ("ukrainian", "hryvnia"): "UAH", ("hong", "kong"): "HKD",
}  # fmt: skip
CENTS = word_set("cent cents pence penny kopecks")

_SPANS = "second minute hour day week fortnight month year decade century"
#: Units of time, by singular and plural; the value is the plural.
TIMES = {name: name[:-1] + "ies" if name == "century" else name + "s" for name in _SPANS.split()}
TIMES |= {many: many for many in list(TIMES.values())} | {"yr": "years", "yrs": "years", "hrs": "hours"}

_MEASURES = """
km kilometre kilometer kilometres kilometers kms = kilometres
metre meter metres meters = metres
cm centimetre centimeter centimetres centimeters = centimetres
mm millimetre millimeter millimetres millimeters = millimetres
mile miles = miles
foot feet ft = feet
inch inches = inches
yard yards = yards
nm nmi = nautical miles
hectare hectares ha = hectares
acre acres = acres
ton tons = tons
tonne tonnes = tonnes
kg kilogram kilograms kilogramme kilogrammes kilo kilos = kilograms
gram grams = grams
lb lbs = pounds
ounce ounces oz = ounces
litre liter litres liters = litres
barrel barrels bbl = barrels
bpd = barrels per day
gallon gallons = gallons
mph = miles per hour
kmh kph = kilometres per hour
knot knots = knots
watt watts = watts
kw kilowatt kilowatts = kilowatts
mw megawatt megawatts = megawatts
gw gigawatt gigawatts = gigawatts
kwh = kilowatt-hours
mwh = megawatt-hours
gwh = gigawatt-hours
twh = terawatt-hours
volt volts = volts
kb kilobyte kilobytes = kilobytes
mb megabyte megabytes = megabytes
gb gigabyte gigabytes = gigabytes
tb terabyte terabytes = terabytes
hz hertz = hertz
mhz megahertz = megahertz
ghz gigahertz = gigahertz
px pixel pixels = pixels
megapixel megapixels mp = megapixels
mbps = megabits per second
gbps = gigabits per second
kbps = kilobits per second
rpm = revolutions per minute
hp horsepower = horsepower
mg milligram milligrams = milligrams
ml millilitre milliliter millilitres milliliters = millilitres
degree degrees = degrees
kiloton kilotons kt = kilotons
megaton megatons = megatons
calorie calories = calories
point points pts = points
"""
#: Measures: every spelling, with the unit that it is given as.
MEASURES = {
    word: name for line in _MEASURES.strip().splitlines() for words, name in [line.split(" = ")]
    for word in words.split()
}  # fmt: skip
#: What may follow "per" or "a": barrels a day, dollars per share.
PER_UNITS = word_set("second minute hour day week month year barrel share person head capita unit")

#: Words before a number that change what it says, the longest first.
MODIFIERS = {
    "about": "about", "around": "about", "roughly": "about", "approximately": "about", "some": "about",
    "approx": "about", "approx .": "about", "circa": "about", "estimated": "about", "~": "about",
    "≈": "about", "in the region of": "about", "in the order of": "about", "something like": "about",
    "nearly": "nearly", "almost": "nearly", "close to": "nearly", "approaching": "nearly",
    "virtually": "nearly",
    "at least": "at least", "no less than": "at least", "no fewer than": "at least",
    "not less than": "at least", "a minimum of": "at least", "minimum of": "at least", "≥": "at least",
    "at most": "at most", "up to": "at most", "as many as": "at most", "as much as": "at most",
    "no more than": "at most", "not more than": "at most", "a maximum of": "at most",
    "maximum of": "at most", "at the most": "at most", "≤": "at most",
    "more than": "more than", "over": "more than", "above": "more than", "well over": "more than",
    "just over": "more than", "well above": "more than", "in excess of": "more than",
    "exceeding": "more than", "exceeded": "more than", "exceeds": "more than",
    "surpassed": "more than", "topped": "more than", "upwards of": "more than", "upward of": "more than",
    "north of": "more than", "well past": "more than", "past": "more than", "beyond": "more than",
    "greater than": "more than", "much more than": "more than", "far more than": "more than",
    "slightly more than": "more than", "a little more than": "more than", "a little over": "more than",
    "slightly over": "more than", ">": "more than",
    "less than": "less than", "fewer than": "less than", "under": "less than", "below": "less than",
    "just under": "less than", "just below": "less than", "well under": "less than",
    "well below": "less than", "just short of": "less than", "just shy of": "less than",
    "shy of": "less than", "slightly less than": "less than", "a little less than": "less than",
    "much less than": "less than", "far fewer than": "less than", "not quite": "less than",
    "lower than": "less than", "<": "less than",
}  # fmt: skip
#: Words after a number that change what it says.
AFTER = {
    "or more": "at least", "or so": "about", "or less": "at most", "or fewer": "at most",
    "and counting": "at least", "+": "at least", "plus": "at least", "at least": "at least",
    "at most": "at most", "or thereabouts": "about",
}  # fmt: skip
#: More of the same: kept as words, no modifier of the number.
ADDED = ("a further", "another", "an additional", "an extra", "additional", "further", "an estimated")

#: Verbs by what they say of an amount. Past participles and infinitives; -s and -ing are made of them.
STATUS = {
    "paid": (
        "provide provided pay paid give gave given spend spent donate donated deliver delivered send sent "
        "supply supplied transfer transferred disburse disbursed hand handed invest invested contribute "
        "contributed support supported purchase purchased buy bought award awarded grant granted lend lent "
        "loan loaned receive received finance financed fund funded ship shipped"
    ),
    "pledged": (
        "pledge pledged commit committed promise promised vow vowed guarantee guaranteed earmark earmarked "
        "allocate allocated agree agreed undertake undertook undertaken approve approved announce announced "
        "assure assured swear swore sworn"
    ),
    "proposed": (
        "propose proposed offer offered suggest suggested float floated plan planned consider considered "
        "intend intended envisage envisaged recommend recommended mull mulled"
    ),
    "asked": (
        "ask asked demand demanded request requested seek sought urge urged want wanted insist insisted "
        "require required need needed appeal appealed"
    ),
}

MONTHS = word_set(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sept sep oct nov dec"
)

#: Plurals without an -s, and nouns that are one in form and many in sense.
INVARIANT = word_set(
    "people men women children aircraft airmen police personnel troops staff crew fish sheep cattle deer "
    "servicemen servicewomen policemen spokesmen congressmen lawmen businessmen fishermen gunmen seamen "
    "media data criteria lives wives knives feet teeth mice geese spacecraft hovercraft watercraft "
    "warcraft offspring dead wounded injured missing vessels seats refugees infantry cavalry marines dice "
    "alumni fungi larvae phenomena indices matrices clergy poultry salmon headquarters series species "
    "means crossroads barracks gallows works riflemen craftsmen clansmen tribesmen townspeople "
    "salespeople"
)

#: Words that end a noun phrase: prepositions, pronouns, articles, conjunctions, auxiliaries, common verbs.
STOP = word_set(
    "a an the this that these those of in on at by for from to into onto with without within about after "
    "before during since until till between among against over under above below across through per as "
    "than and or nor but yet so if when while where who whom whose which what why how because although "
    "though he she it they we you i him her them us me his its their our your my himself herself itself "
    "themselves is are was were be been being am has have had having do does did will would shall should "
    "can could may might must not n no yes there here then now also only even just still already both "
    "each every any some said says say told tells went came come goes go got get gets made make makes "
    "took take takes left died die dies fell fall rose rise won win lost lose gave give became become "
    "began begin held hold met put set cut hit led sent ago later earlier early late away apart "
    "respectively alone overall together today yesterday tomorrow up down out off back again too very "
    "much many more most less least other nine via amid amidst despite toward towards upon like unlike "
    "plus minus versus vs worth short"
)

#: Words in -s that are no plural nouns.
NOT_A_NOUN = word_set(
    "theirs ours yours hers "
    "is was has does his its this us thus yes as plus minus versus perhaps always sometimes besides "
    "towards afterwards backwards forwards upwards downwards overseas across less unless whereas news "
    "says goes makes takes gets comes gives takes remains becomes includes means seems appears"
)
