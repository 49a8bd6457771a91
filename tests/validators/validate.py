#!/usr/bin/env python3
"""A validator for rule tables, written from docs/table.md alone: it shares nothing with the compiler.

    python3 validate.py TABLE.json < cases.jsonl > results.jsonl

docs/consuming-the-table.md describes cases and results, one to a line, and the steps between them.
`none` is None, a date is the number of its day, a set is a frozenset. As False < UNKNOWN < True,
strong Kleene logic is arithmetic: `and` is min, `or` is max, `not x` is 1 - x.
"""
import datetime
import functools
import json
import math
import re
import sys
import unicodedata

UNKNOWN = 0.5
MISSING = (None, {})  # the name and the record of an element that was not supplied: its facts are unknown
HAN = re.compile("[%s]" % re.sub("[0-9A-F]+", lambda code: chr(int(code[0], 16)), (
    "2E80-2E99,2E9B-2EF3,2F00-2FD5,3005,3007,3021-3029,3038-303B,3400-4DBF,4E00-9FFF,F900-FA6D,FA70-FAD9,"
    "16FE2-16FE3,16FF0-16FF1,20000-2A6DF,2A700-2B739,2B740-2B81D,2B820-2CEA1,2CEB0-2EBE0,2EBF0-2EE5D,"
    "2F800-2FA1D,30000-3134A,31350-323AF")).replace(",", ""))


def demand(good, *reason):
    if not good:
        raise ValueError(": ".join(reason))


def parse_day(text):
    demand(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text), "not a day", text)
    return datetime.date.fromisoformat(text).toordinal()


def shift(day, amount, unit):
    step = 1 if amount > 0 else -1
    if unit in ("days", "hours"):
        return day + (amount if unit == "days" else step * ((abs(amount) + 23) // 24))
    if unit == "workdays":
        for _ in range(abs(amount)):
            day += step
            while day % 7 in (6, 0):  # day 1 was a Monday
                day += step
        return day
    date = datetime.date.fromordinal(day)
    months = (date.year - 1) * 12 + date.month - 1 + amount * (12 if unit == "years" else 1)
    cycles, months = divmod(months, 4800)  # the calendar repeats every 400 years, and `date` ends in 9999
    first, after = (datetime.date(x // 12 + 1, x % 12 + 1, 1).toordinal() for x in (months, months + 1))
    return min(first + date.day, after) - 1 + cycles * 146097


def lookup(record, pointer, default=UNKNOWN):
    for key in pointer:
        if key not in record:
            return default
        record = record[key]
    return record


LITERALS = {"yes_no", "int", "text", "date", "enum"}
NUMBERS = {"char_count", "han_count", "plus", "minus", "shift"}  # `none` for `none`; of the others, false
STRICT = {  # unknown if an operand is unknown
    "eq": lambda c, x, y: x == y, "lt": lambda c, x, y: x < y, "gt": lambda c, x, y: x > y,
    "ne": lambda c, x, y: x != y, "le": lambda c, x, y: x <= y, "ge": lambda c, x, y: x >= y,
    "plus": lambda c, x, y: x + y, "minus": lambda c, x, y: x - y,
    "in": lambda c, x: x in c["values"], "holds": lambda c, x: c["value"] in x,
    "in_row": lambda c, x, key: x in c["rows"].get(key, ()),
    "is_word": lambda c, x: x in c["words"], "mentions": lambda c, x: any(word in x for word in c["words"]),
    "starts_with": lambda c, x: x.startswith(c["words"]), "ends_with": lambda c, x: x.endswith(c["words"]),
    "only_latin": lambda c, x: bool(re.fullmatch("[A-Za-z0-9 ()._&'-]+", x) and re.search("[A-Za-z]", x)),
    "only_digits": lambda c, x: bool(re.fullmatch("[0-9]+", x)),
    "char_count": lambda c, x: sum(unicodedata.category(character)[0] in "LN" for character in x),
    "han_count": lambda c, x: len(HAN.findall(x)), "shift": lambda c, x: shift(x, c["amount"], c["unit"])}
COMPARISONS = {"eq", "ne", "lt", "le", "gt", "ge"}
COUNTS = {"count", "count_distinct", "distinct_mobiles"}
KNOWN = LITERALS.union(STRICT, (
    "fact derived attribute cases not and or has any all count values count_distinct distinct_mobiles "
    "condition provide remark all_of one_of prefer at_least").split())
JSON = {"yes_no": bool, "int": int, "set": list}  # the others are strings
READ = {"date": parse_day, "set": frozenset, "phone": lambda x: re.sub("^[+]86", "", re.sub("[ -]", "", x))}


class Table:
    def __init__(self, document):
        if document["schema_version"].split(".")[0] != "1":
            sys.exit("validate.py reads tables of major version 1")
        entries = {**document["vocabulary"], "rules": document["rules"], "layers": document["layers"]}
        self.by = {name: {x.get("id") or x["path"]: x for x in entries[name]} for name in entries}
        self.enums = {name: {x["id"] for x in enum["values"]} for name, enum in self.by["enums"].items()}
        self.tracks = self.enums[self.by["derived"]["sponsor.track"]["type"]["enum"]]
        self.prepare([entries["derived"], entries.get("invariants"),
                      [x.get(name) for x in entries["rules"] + entries["layers"]
                       for name in ("when", "require", "derived")]])
        # The shape of an application: an object is a dict, an array [element, max], a value a tuple.
        arrays = {x["id"]: (x["key"], [{}, x["max"]]) for x in self.by["lists"].values() if "key" in x}
        self.shape = dict(arrays.values())
        for fact in self.by["facts"].values():
            group = self.by["lists"].get(fact.get("list"), {})
            for member in group.get("members", [{"list": fact.get("list"), "pointer": []}]):
                place = arrays[member["list"]][1][0] if member.get("list") else self.shape
                *way, last = member["pointer"] + fact["pointer"]
                for key in way:
                    place = place.setdefault(key, {})
                place[last] = (fact,)
        attributes = self.by["attributes"]
        self.shape["materials"] = {x["id"]: {name: (attributes[name],) for name in x.get("attributes", ())}
                                   for x in self.by["materials"].values()}

    def prepare(self, node):
        """Refuses an unknown `op`, and writes out dates, rows and words."""
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            self.prepare(child)
        if isinstance(node, dict) and "op" in node:
            if node["op"] not in KNOWN:
                sys.exit("validate.py does not know the operation " + node["op"])
            if node["op"] == "date":
                node["value"] = parse_day(node["value"])
            if node["op"] == "in_row":
                node["rows"] = {row["key"]: row["values"] for row in self.by["tables"][node["table"]]["rows"]}
            if "words" in node:
                named, lists = node["words"], self.by.get("words", {})
                words = {word for x in named.get("words", ()) for word in lists[x]["words"]}
                words.update(named.get("texts", ()))
                words.update(r["key"] for x in named.get("tables", ()) for r in self.by["tables"][x]["rows"])
                words.difference_update(*(lists[x]["words"] for x in named.get("except_words", ())))
                node["words"] = tuple(words.difference(named.get("except_texts", ())))

    @functools.lru_cache(None)
    def in_force(self, province, provider, as_of):
        """The rules and the derived facts for a question."""
        names, day = [x for x in (province, provider, "national") if x], parse_day(as_of)
        demand(self.by["layers"].keys() >= set(names), "no such layer")
        layers = [self.by["layers"][x] for x in names]
        gone = {x for layer in layers for x in layer.get("except", ())}
        rules = [self.by["rules"][x] for layer in layers for x in layer["rules"] if x not in gone]
        rules = [x for x in rules if all(link.split(".")[0] in names for link in x.get("chain", ()))
                 and parse_day(x.get("effective", {}).get("from", "0001-01-01")) <= day
                 and parse_day(x.get("effective", {}).get("until", "9999-12-31")) >= day]
        return rules, {name: {"op": "cases", "otherwise": fact["value"], "cases": [
            {"when": x["when"], "value": {"op": "enum", "value": x["value"]}}
            for layer in layers for x in layer.get("derived", ()) if x["derived"] == name
        ]} for name, fact in self.by["derived"].items()}

    def read(self, shape, value, name):
        """The part of an application that has this shape, checked, in the values of this program."""
        if isinstance(shape, list):
            demand(type(value) is list and len(value) <= shape[1], name, "not an array, or too long")
            return [self.read(shape[0], x, f"{name}[{i}]") for i, x in enumerate(value)]
        if isinstance(shape, dict):
            demand(type(value) is dict, name, "not an object")
            demand(value.keys() <= shape.keys(), name, "unknown key", *(value.keys() - shape.keys()))
            return {key: self.read(shape[key], x, f"{name}.{key}") for key, x in value.items()}
        of_type, kind = shape[0]["type"], shape[0]["type"]["kind"]
        if value is None and shape[0]["optional"]:
            return None
        demand(type(value) is JSON.get(kind, str), name, "not of the type " + kind)
        demand(kind != "int" or of_type["low"] <= value <= of_type["high"], name, "out of range")
        for x in value if kind == "set" else [value] if kind == "enum" else ():
            demand(type(x) is str and x in self.enums[of_type["enum"]], name, "no such value")
        return READ[kind](value) if kind in READ else value


class Case:
    def __init__(self, table, question):
        self.table, province = table, question["province"]
        self.rules, self.derived = table.in_force(province, question.get("provider"), question["as_of"])
        self.application = table.read(table.shape, question["application"], "application")
        filing = self.application.setdefault("filing", {})
        demand(filing.setdefault("province", province) == province, "filing.province", "another province")
        filing.setdefault("submitted_on", parse_day(question["as_of"]))
        self.derived_values, self.element_lists = {}, {None: [MISSING]}
        for rule in table.by.get("invariants", {}).values():
            for _, record in self.elements(rule.get("list")):
                demand(self.value(rule["condition"], {rule.get("list"): record}), "contradicts", rule["id"])

    def elements(self, name):
        """[(element, record)] of an array or a role; the last is MISSING if an array was not supplied."""
        if name not in self.element_lists:
            group, found = self.table.by["lists"][name], []
            if "key" in group:
                records = self.application.get(group["key"])
                found = [(f"{group['key']}[{i}]", x) for i, x in enumerate(records or ())]
                found += [MISSING] * (records is None)
            for member in group.get("members", ()):
                owners = self.elements(member["list"]) if member.get("list") else [("", self.application)]
                found += [MISSING if element is None else (".".join([element, *member["pointer"]]).strip("."),
                          lookup(owner, member["pointer"], {})) for element, owner in owners]
            self.element_lists[name] = [x for x in found if x[0]] + [MISSING] * (MISSING in found)
        return self.element_lists[name]

    def each(self, c, scope):
        """The values of `of`, a list of conditions, or of the condition `of` for every element of `list`."""
        if "list" not in c:
            return [self.value(x, scope) for x in c["of"]]
        of = c.get("of", {"op": "yes_no", "value": True})
        return [UNKNOWN if element is None else self.value(of, {**scope, c["list"]: record})
                for element, record in self.elements(c["list"])]

    def value(self, c, scope):
        """The value of a condition; the scope has the current record of each list and of "with"."""
        op = c["op"]
        if op == "fact":
            fact = self.table.by["facts"][c["fact"]]
            record = scope.get(fact["list"], {}) if "list" in fact else self.application
            return lookup(record, fact["pointer"])
        if op in LITERALS:
            return c["value"]
        if op == "not":
            return 1 - (self.value(c["of"], scope) or False)
        if op in ("and", "all"):
            return min((x or False for x in self.each(c, scope)), default=True)
        if op in ("or", "any"):
            return max((x or False for x in self.each(c, scope)), default=False)
        if op == "derived":
            name = c["derived"]
            if "list" in self.table.by["derived"][name]:
                return self.value(self.derived[name], scope)
            if name not in self.derived_values:
                self.derived_values[name] = self.value(self.derived[name], {})
            return self.derived_values[name]
        if op == "attribute":
            return scope["with"].get(c["attribute"], UNKNOWN)
        if op in COUNTS:
            least, greatest = self.bounds(c, scope)
            return least if least == greatest else UNKNOWN
        if op == "cases":
            possible = []
            for case in [*c["cases"], {"value": c["otherwise"]}]:
                when = (self.value(case["when"], scope) or False) if "when" in case else True
                possible += [self.value(case["value"], scope)] if when else []
                if when == 1:
                    break
            return possible[0] if all(x == possible[0] for x in possible) else UNKNOWN
        operands = [self.value(c[x], scope) for x in ("of", "key", "left", "right") if x in c]
        if UNKNOWN in operands:
            return self.compare_bounds(c, scope) if op in COMPARISONS and None not in operands else UNKNOWN
        if op == "has":
            return operands[0] is not None
        if None in operands and op not in ("eq", "ne"):
            return None if op in NUMBERS else False
        return STRICT[op](c, *operands)

    def bounds(self, c, scope):
        """The least and the greatest number that this may be, None if nothing is known of it."""
        op = c["op"]
        if op in COUNTS:
            parts = [c] if op == "count" else [x if x["op"] == "values" else {"of": [x]} for x in c["of"]]
            values = [value for part in parts for value in self.each(part, scope)]
            open_end = any("list" in x and MISSING in self.elements(x["list"]) for x in parts)
            counted = values.count(True) if op == "count" else len({x for x in values if (
                x not in (None, UNKNOWN) and (op == "count_distinct" or re.fullmatch("1[0-9]{10}", x)))})
            return counted, math.inf if open_end else counted + values.count(UNKNOWN)
        if op in ("plus", "minus"):
            left, right = self.bounds(c["left"], scope), self.bounds(c["right"], scope)
            if left is None or right is None:
                return None
            right = right if op == "plus" else (-right[1], -right[0])
            return left[0] + right[0], left[1] + right[1]
        if op == "derived" and not self.derived[c["derived"]]["cases"]:
            return self.bounds(self.derived[c["derived"]]["otherwise"], scope)
        value = self.value(c, scope)
        if value == UNKNOWN and op == "fact":
            fact = self.table.by["facts"][c["fact"]]
            limited = fact["type"]["kind"] == "int" and not fact["optional"]
            return (fact["type"]["low"], fact["type"]["high"]) if limited else None
        return None if value in (None, UNKNOWN) else (value, value)

    def compare_bounds(self, c, scope):
        left, right = self.bounds(c["left"], scope), self.bounds(c["right"], scope)
        if left is None or right is None:
            return UNKNOWN
        if c["op"] in ("eq", "ne"):
            equal = min(self.compare_bounds({**c, "op": op}, scope) for op in ("le", "ge"))
            return equal if c["op"] == "eq" else 1 - equal
        results = {STRICT[c["op"]](c, x, y) for x in left for y in right}
        return UNKNOWN if len(results) > 1 else results.pop()

    def guards(self, guards, scope):
        return min((self.value(x["condition"], scope) or False for x in guards or ()), default=True)

    def satisfied(self, item, scope):
        op = item["op"]
        if op == "condition":
            return self.value(item["condition"], scope) or False
        if op == "provide":
            material = self.application.get("materials", {}).get(item["material"])
            return False if material is None else self.guards(item.get("with"), {**scope, "with": material})
        if op == "remark":
            text = self.value({"op": "fact", "fact": item["fact"]}, scope)
            parts = self.table.by["templates"][item["template"]]["parts"]
            pattern = ".*?".join("." if "hole" in x else re.escape(x["fixed"]) for x in parts)
            return text if text == UNKNOWN else text is not None and bool(re.search(pattern, text, re.DOTALL))
        parts = [(self.guards(x.get("when"), scope), self.satisfied(x["item"], scope)) for x in item["parts"]]
        if op == "all_of":
            return min((max(1 - when, value) for when, value in parts), default=True)
        best = sorted((min(when, value) for when, value in parts), reverse=True)
        count = item["count"] if op == "at_least" else 1  # one_of, prefer
        return True if count == 0 else best[count - 1] if count <= len(best) else False

    def finding(self, rule, scope):
        """Whether the rule applies, and whether it is kept."""
        track, tracks = self.value({"op": "derived", "derived": "sponsor.track"}, {}), set(rule["tracks"])
        stands = track in tracks if track != UNKNOWN else self.table.tracks <= tracks or UNKNOWN
        applies = min(stands, self.guards(rule.get("when"), scope)) if stands else False
        if rule["effect"] in ("permit", "advise") or not applies:
            return applies, True
        kept = rule["effect"] == "require" and self.satisfied(rule["require"], scope)
        return applies, max(1 - applies, kept)

    def result(self):
        findings, order, verdict = [], ["pass", "correct", "refuse"], [0, 0]
        for rule in self.rules:
            for element, record in self.elements(rule.get("for_each")):
                applies, kept = self.finding(rule, {rule.get("for_each"): record})
                findings.append({"rule": rule["id"], **({"element": element} if element else {}),
                                 "applies": ("no", "unknown", "yes")[int(applies * 2)],
                                 "finding": ("violated", "unknown", "ok")[int(kept * 2)]})
                for side in ([0, 1], [1], [])[int(kept * 2)]:
                    verdict[side] = max(verdict[side], order.index(rule["severity"]))
        return {"verdict": [order[x] for x in verdict], "findings": findings}


def without_duplicates(pairs):
    demand(len({key for key, _ in pairs}) == len(pairs), "a key stands twice")
    return dict(pairs)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        guanju = Table(json.load(file))
    for line in sys.stdin.buffer:
        try:
            print(json.dumps(Case(guanju, json.loads(line, object_pairs_hook=without_duplicates)).result()))
        except ValueError as refusal:
            print(json.dumps({"refused": str(refusal)}))
