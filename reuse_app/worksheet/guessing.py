"""Guessing from a nature sentence which verb it is about and what that acts on: a table of words, and nothing clever.

The first word of a sentence that the table knows says the verb, together with the words after it where they change what
it means: “keeps … out” is not “keeps”. The first thing that is named after the verb says the flow; where the table has
none of them, it is the flow on which the verb acts most. Words joined by a hyphen and words with a capital describe or
name something: neither says what it does. A sentence that holds none of the words has no verb.

Of 101 sentences that the table was never tuned on it reads 86 % of the verbs and 89 % of the flows as a person does.
They stand in tests/worksheet/sentences.txt. Five likely verbs hold the right one for more than 95 % of all.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from reuse_app.worksheet.document import Capability
from reuse_app.worksheet.nature import FAMILIES

_VERBS = {
    "separate": """separate, sort, filter, sieve, sift, split, divide, peel, strip, clean, purify, refine, wash,
        extract, isolate, remove, detach, dismantle, disassemble, distil, desalinate, skim, take apart, take
        out, tell from, keep apart, recover, subtract, cluster, segment, let share without""",
    "distribute": """distribute, spread, spray, scatter, share, allocate, allot, assign, disperse, broadcast, hand out,
        dispense, divide among, serve out, sow, sprinkle, diffuse, deal out, ration""",
    "import": """import, collect, fetch, gather, receive, take in, suck, draw into, draw in, absorb, inhale, acquire,
        ingest, buy, procure, get at, enter, admit, harvest, let in, intake, load, bring in""",
    "export": """export, vent, exhaust, expel, eject, dispose, discharge, drain, get rid, pump out, carry away, take
        away, dump, emit, shed, publish, dissipate, unload, let out, deploy, release""",
    "transfer": """transfer, carry, move, transport, transmit, convey, send, ship, haul, pass, pass on, conduct, relay,
        forward, lift, pump, bring, reach, pipe, communicate, connect to, exchange, stream, upload,
        download, tow""",
    "guide": """guide, steer, lead, route, direct, navigate, channel, find way, keep lane, funnel, lead around,
        deflect, focus, conduct along, escort, aim""",
    "couple": """couple, join, weld, glue, connect, link, attach, bond, bolt, solder, rivet, sew, stitch, laminate,
        lay layer, assemble, interconnect, interface, integrate, dock, plug, provide connectivity,
        connectivity""",
    "mix": """mix, blend, stir, combine, dissolve, emulsify, merge, whip, knead, alloy, fuse, shake, homogenise,
        homogenize, compound""",
    "actuate": """actuate, trigger, ignite, activate, start, switch, open, launch, fire, initiate, wake, release when,
        set off, set going, turn on""",
    "regulate": """regulate, control, limit, dose, meter, throttle, adjust, balance, dim, moderate, tune, govern,
        configure, keep level, keep at, keep temperature, hold temperature, hold pressure, hold within, maintain, cap,
        calibrate""",
    "change": """change, shape, cut, bend, fold, harden, shrink, stretch, draw sheet, draw thin, compress, amplify,
        press, form, mould, mold, forge, mill, grind, roll, thicken, thin, soften, polish, modify, resize,
        scale, enlarge, reduce, magnify, attenuate, strengthen, weaken, trim, anneal, reshape, increase,
        decrease, crush""",
    "stop": """stop, prevent, block, dampen, insulate, protect, shield, seal, keep out, keep from, keep away, keep
        off, hold back, hold off, repel, absorb shock, guard, brake, avoid, inhibit, suppress, hide, ban,
        cushion, mute, silence, delay, resist, immunise, disable, ward""",
    "convert": """convert, turn into, transform, generate, digitise, digitize, ferment, make out of, transcribe, burn,
        recycle, encode, decode, recode, reformat, cook, smelt, crack oil, change into, produce, synthesise,
        adapt, compost, print, automate generation""",
    "store": """store, keep, freeze, remember, archive, preserve, save, conserve, contain, hold for, keep fresh,
        keep hot, keep cold, record, accumulate, stock, bottle, back up, hoard, memorise""",
    "supply": """supply, provide power, provide energy, feed, offer, deliver, power, replenish, refill, provision,
        equip, furnish, serve, restock, lend, grant, provide data""",
    "sense": """sense, detect, measure, notice, find, recognise, recognize, monitor, count, weigh, hear, see, read,
        spot, observe, perceive, feel, smell, taste, discover, identify, track, watch, listen, locate fault,
        query, search, look for, scan, survey land, diagnose, know whether, tell whether, tell by, sample,
        diagnostic, measurement""",
    "indicate": """indicate, show, display, warn, plot, visualise, visualize, visualization, tell, alert, signal, mark,
        highlight, announce, notify, notification, alarm, illustrate, draw map, report, light up, label,
        present, inform, draw attention, remind, provide information""",
    "process": """process, compute, calculate, analyse, analyze, analysis, solve, work out, run network, evaluate, say
        how, say why, explain why, determine, derive, interpret, infer, summarise, summarize, aggregate,
        compile, reconcile, algorithm, simulate equation, understand, count up, assess, study""",
    "stabilise": """stabilise, stabilize, steady, support, keep upright, keep still, keep constant, keep steady, keep
        stable, keep balance, keep in balance, hold steady, hold still, hold upright, level, brace, prop,
        keep straight, buffer""",
    "secure": """secure, fasten, lock, clamp, grip, encrypt, anchor, bind, tie, hold together, press surface
        together, clasp, pin, fix, strap, hold fast, hold, chain, moor, grasp, latch""",
    "position": """position, align, locate, place, turn so, orient, centre, center, register image, arrange exactly,
        put where, insert, point, localise, localize, find where, set down, orientate""",
    "predict": """predict, forecast, simulate, simulation, foresee, anticipate, prognosticate, project, play out, know
        ahead, know day, know before, tell before, estimate, extrapolate, expect, say beforehand, about to,
        tell in advance, simulator""",
    "decide": """decide, choose, pick, select, rank, judge, turn guess into, prioritise, prioritize, vote, shortlist,
        agree, prefer, rate, appraise, triage, settle, decision""",
    "match": """match, pair, compare, find for, bring together, introduce to, match up, reunite, recommend, diff,
        correlate, find fit, mediate, broker, look alike""",
    "translate": """translate, interpret for, put into word, put into plain, explain in, explain, paraphrase, rephrase,
        subtitle, dub, put plain, simplify, localise text, clarify""",
    "teach": """teach, train, instruct, practise, practice, coach, educate, tutor, game in which, educational,
        learn, help people, help who, let practise, drill people, mentor, rehearse, onboard""",
    "verify": """verify, check, test, audit, prove, inspect, validate, say whether, show harm, authenticate, certify,
        confirm, examine, show to inspector, ensure, attest, review, vouch, approve, qualify""",
    "persuade": """persuade, convince, motivate, sell, make want, get to do, encourage, advertise, nudge, attract, win
        over, get people to, make people, urge, recruit, invite, tempt, promote, make them want, raise money""",
    "schedule": """schedule, arrange, coordinate, plan, put in order, time, sequence, queue, timetable, synchronise,
        synchronize, book, rota, roster, order job""",
    "insure": """insure, cover loss, cover risk, guarantee, take over risk, compensate, hedge, underwrite, reimburse,
        bail, pay when, pay if, indemnify, pool risk, spread risk""",
}
"""The words that stand for a verb; two or more stand for it in this order, with a few others between them."""

_FLOWS = {
    "material": """water, air, gas, liquid, powder, dust, sand, soil, sheet, glass, steel, metal, wood, timber,
        plastic, paper, cloth, skin, leather, stone, concrete, paint, glue, oil, fuel, food, fruit, grain,
        milk, meat, drop, film, mixture, collagen, molecule, cell, tissue, blood, pill, drug, part, thing,
        object, piece, load, good, parcel, box, tube, pipe, shaft, bolt, valve, engine, machine, vehicle,
        car, lorry, body, material, substance, waste, ash, sludge, ground, surface, wall, roof, house,
        building, bridge, structure, component, crop, seed, animal, plant, tree, crack, leak, weld, rod,
        hardware, packet, print, web, device, aircraft, spacecraft, traffic, rubble, board, rotor, airfoil,
        turbine, missile, flow, layer, vessel, tablet, snow, ice, rainwater, river, train, trade, pump,
        path, route, kiln, chemical, composite, moisture, ink, product, gold, rust, tool, cream, paste, nut,
        meal, salt, tyre, delivery, shape, cabin, electronic, bearing, equipment, harvest""",
    "energy": """energy, heat, power, electricity, current, voltage, light, sound, noise, force, motion, torque,
        pressure, radiation, vibration, temperature, warmth, charge, speed, spark, laser, shock, wave,
        thermal, acoustic""",
    "signal": """signal, data, word, text, picture, image, video, map, answer, question, record, recording, message,
        news, number, figure, document, file, call, code, language, sentence, name, reading, measurement,
        information, report, account, address, guess, list, example, task, job, speech, voice, order, plan,
        result, equation, network, program, software, system, problem, proposal, page, manual, paper trail,
        string, price, knowledge, scene, fingerprint, book, fault, telemetry, interface, solution, dataset,
        design, feedback, item, notification, parameter, article, feature, bit, frame, handwriting, finding,
        loss, risk, algorithm, sensor, query, event, subtitle, law, block, computation""",
    "people": """people, person, somebody, someone, anybody, customer, patient, user, guest, visitor, student, pupil,
        child, children, adult, worker, nurse, doctor, driver, pilot, crew, team, candidate, stranger,
        beginner, volunteer, member, citizen, donor, grower, farmer, newcomer, player, inspector, everybody,
        meeting, surgeon, caller, employee, household, expert""",
}
"""The things that a verb can act on, as they are named."""

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_READ = 400
_MOST_BETWEEN = 4
"""Words that may stand between two of an expression."""
_LONGEST = 20
"""Words within which an expression ends."""
_REMEMBERED = 2_000
"""Sentences; each hand that is dealt asks for those of all capabilities."""
_MOST_LIKELY = 5
_BEFORE_NOUNS = {"a", "an", "the", "of", "for", "from", "in", "on", "at", "by", "with", "no", "all", "each", "every"}
_BEFORE_NOUNS |= {"any", "some", "this", "these", "those", "one", "its", "our", "their"}
_USUAL = {
    "material": ("supply", "convert", "separate", "change", "transfer"),
    "energy": ("supply", "store", "convert", "transfer", "regulate"),
    "signal": ("sense", "predict", "indicate", "process", "verify"),
    "people": ("teach", "decide", "match", "verify", "persuade"),
}
"""What is done to a flow more often than other things."""
_ACTS_ON = {
    verb: flow
    for flow, verbs in {
        "material": "separate distribute import export transfer guide couple mix regulate change stop store supply "
        "stabilise secure position",
        "energy": "actuate",
        "signal": "sense indicate process translate verify",
        "people": "teach persuade match schedule insure",
    }.items()
    for verb in verbs.split()
}
"""What a verb acts on more often than on other things; the others have no such flow."""
_VOWELS = "aeiou"
_SHORT = 3


def what_it_does(capability: Capability) -> tuple[str | None, str | None]:
    """Return the verb and the flow of a capability: what people chose, else what its nature sentence tells."""
    verb, flow = guess(capability.nature)
    return capability.verb or verb, capability.flow or flow


def what_is_left(capability: Capability) -> tuple[str | None, str | None]:
    """Return the verb and the flow of what a capability leaves over: what people chose, else what its words tell."""
    verb, flow = guess(capability.by_product, of_a_thing=True)
    return capability.by_product_verb or verb, capability.by_product_flow or flow


@lru_cache(maxsize=_REMEMBERED)
def guess(sentence: str, *, of_a_thing: bool = False) -> tuple[str | None, str | None]:
    """Return the verb that a sentence is about and the flow it acts on, each None where no word tells it.

    What stands behind the first 400 characters says nothing: a sentence that long has told by then what it is about.

    Args:
        sentence: what something does, or with `of_a_thing` what it leaves over, which begins with a noun.
        of_a_thing: then a word that opens the text or follows an article names a thing, unless it ends in -ing.
    """
    words, told = _told(sentence, of_a_thing=of_a_thing)
    for place, verb in told:
        return verb, _flow(words[place + 1 :]) or _flow(words[:place]) or _ACTS_ON.get(verb)
    return None, _flow(words)


def likely_verbs(sentence: str, verb: str | None, flow: str | None, *, of_a_thing: bool = False) -> tuple[str, ...]:
    """Return at most five verbs that a sentence may be about, none where nothing is known of it.

    First the one it is read as, then others that its words tell, their kin, and what is usual for the flow.
    """
    _, told = _told(sentence, of_a_thing=of_a_thing)
    first = [each for each in (verb, *(other for _, other in told)) if each]
    kin = (other for each in first for family in FAMILIES if each in family for other in family)
    return tuple(dict.fromkeys([*first, *kin, *_USUAL.get(flow or "", ())]))[:_MOST_LIKELY]


def _told(sentence: str, *, of_a_thing: bool) -> tuple[list[str], Iterator[tuple[int, str]]]:
    """Return the words of a sentence, and each verb that some of them stand for with the place of its first word."""
    written = _WORD.findall(sentence[:_READ])
    words = [word.casefold() for word in written]
    places = [place for place in range(len(words)) if not place or written[place] == words[place]]
    if of_a_thing:
        places = [place for place in places if words[place].endswith("ing") or _is_no_noun(words[:place])]
    return words, (
        (place, verb)
        for place in places
        for verb, following in _verbs().get(words[place], ())
        if _follow(words[place + 1 : place + _LONGEST], following)
    )


def _is_no_noun(before: list[str]) -> bool:
    return bool(before) and before[-1] not in _BEFORE_NOUNS


def _follow(words: list[str], wanted: tuple[frozenset[str], ...]) -> bool:
    """Say whether the words that an expression still needs come one after the other, soon enough."""
    place = 0
    for forms in wanted:
        near = words[place : place + _MOST_BETWEEN + 1]
        found = next((index for index, word in enumerate(near) if word in forms), None)
        if found is None:
            return False
        place += found + 1
    return True


def _flow(words: list[str]) -> str | None:
    return next((_flows()[word] for word in words if word in _flows()), None)


@cache
def _verbs() -> dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]:
    """The expressions by each form of their first word, the longest first."""
    found: dict[str, list[tuple[str, tuple[frozenset[str], ...]]]] = {}
    for verb, expressions in _VERBS.items():
        for expression in expressions.split(","):
            first, *following = expression.split()
            for form in _forms(first):
                found.setdefault(form, []).append((verb, tuple(map(_forms, following))))
    return {form: tuple(sorted(known, key=lambda each: -len(each[1]))) for form, known in found.items()}


@cache
def _flows() -> dict[str, str]:
    return {
        form: flow
        for flow, words in _FLOWS.items()
        for word in map(str.strip, words.split(","))
        for form in (word, f"{word}s", f"{word}es")
    }


def _forms(word: str) -> frozenset[str]:
    """The forms of a word that say what something does: predict, predicts, predicting, prediction; not predicted."""
    stem = word.removesuffix("e")
    forms = {word, f"{word}s", f"{word}es"} | {stem + ending for ending in ("ing", "ion")}
    if word[-1:] == "y":
        forms.add(f"{word[:-1]}ies")
    if len(word) >= _SHORT and word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        forms.add(f"{word}{word[-1]}ing")
    return frozenset(forms)
