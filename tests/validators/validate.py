#!/usr/bin/env python3
"""A second validator for rule tables of guanju, written from docs/table.md and the table alone.

    python3 validate.py TABLE.json < cases.jsonl > results.jsonl

A case is {"province": …, "provider": …, "as_of": …, "application": {…}}, one on each line; a result is
{"verdict": [at_least, at_most], "findings": [{"rule", "element", "applies", "finding"}, …]} or {"refused": …}.
docs/consuming-the-table.md explains the steps. Unknown is Python's None, the value `none` is EMPTY.
"""
import calendar
import datetime
import json
import operator
import re
import sys
import unicodedata

EMPTY = type("Empty", (), {"__repr__": lambda self: "none"})()
NO_RECORD = {}  # an element that was not supplied: all its facts are unknown
CYCLE = 146097  # days in 400 years; after that many the calendar repeats
HAN = re.compile("[⺀-⺙⺛-⻳⼀-⿕々〇〡-〩〸-〻㐀-䶿一-鿿豈-舘並-龎\U00016FE2\U00016FE3\U00016FF0\U00016FF1"
                 "\U00020000-\U0002A6DF\U0002A700-\U0002B739\U0002B740-\U0002B81D\U0002B820-\U0002CEA1"
                 "\U0002CEB0-\U0002EBE0\U0002EBF0-\U0002EE5D\U0002F800-\U0002FA1D\U00030000-\U0003134A"
                 "\U00031350-\U000323AF]")


class Refused(Exception):
    """The application is no legal application; the text says why."""


# Dates are day numbers, so that years after 9999 need no care.

def day_number(year, month, day):
    cycles = (year - 1) // 400
    return datetime.date(year - 400 * cycles, month, day).toordinal() + cycles * CYCLE


def parse_date(text):
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("a date is YYYY-MM-DD")
    return day_number(*map(int, text.split("-")))


def shift(day, amount, unit):
    if unit == "hours":
        amount, unit = (abs(amount) + 23) // 24 * (1 if amount > 0 else -1), "days"
    if unit == "days":
        return day + amount
    if unit == "workdays":
        weekday = (day - 1) % 7  # day 1 was a Monday
        weeks, rest = divmod(abs(amount), 5)
        if amount > 0:
            start = min(weekday, 4)  # from a Saturday or Sunday as from the Friday before
            return day - weekday + start + 7 * weeks + rest + (2 if start + rest > 4 else 0)
        if amount < 0:
            start = weekday if weekday < 5 else 7  # as from the Monday after
            return day - weekday + start - 7 * weeks - rest - (2 if start % 7 - rest < 0 else 0)
        return day
    cycles, within = divmod(day - 1, CYCLE)
    date = datetime.date.fromordinal(within + 1)
    months = date.year * 12 + date.month - 1 + amount * {"months": 1, "years": 12}[unit]
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange((year - 1) % 400 + 1, month)[1]
    return day_number(year, month, min(date.day, last)) + cycles * CYCLE


# Strong Kleene logic over True, False and None. None is neither `is True` nor `is False`.

def both(values):
    result = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def either(values):
    result = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def opposite(value):
    return None if value is None else not value


def follow(record, pointer):
    for key in pointer:
        record = record.get(key)
        if record is None:
            return None
    return record


def follows_template(text, parts):
    position = holes = 0
    for part in parts:
        if "hole" in part:
            holes += 1
            continue
        found = text.find(part["fixed"], position + holes)
        if found < 0:
            return False
        position, holes = found + len(part["fixed"]), 0
    return len(text) - position >= holes


# Operations on one value: tests are false for `none`, measures are `none`.
TESTS = {
    "in": lambda c, v: v in c["values"],
    "holds": lambda c, v: c["value"] in v,
    "is_word": lambda c, v: v in c["words"],
    "mentions": lambda c, v: any(word in v for word in c["words"]),
    "starts_with": lambda c, v: v.startswith(c["words"]),
    "ends_with": lambda c, v: v.endswith(c["words"]),
    "only_latin": lambda c, v: bool(re.fullmatch(r"[A-Za-z0-9 ()\-._&']*", v) and re.search("[A-Za-z]", v)),
    "only_digits": lambda c, v: bool(re.fullmatch("[0-9]+", v)),
}
MEASURES = {
    "char_count": lambda c, v: sum(unicodedata.category(character)[0] in "LN" for character in v),
    "han_count": lambda c, v: len(HAN.findall(v)),
    "shift": lambda c, v: shift(v, c["amount"], c["unit"]),
}
COMPARISONS = {op: getattr(operator, op) for op in ("eq", "ne", "lt", "le", "gt", "ge")}
SUMS = {"plus": operator.add, "minus": operator.sub}
LITERALS = ("yes_no", "int", "text", "date", "enum")
OTHER_OPS = ("fact derived attribute cases unknown not and or in_row has any all count values count_distinct "
             "distinct_mobiles condition provide remark all_of one_of prefer at_least").split()
KNOWN_OPS = {*TESTS, *MEASURES, *COMPARISONS, *SUMS, *LITERALS, *OTHER_OPS}


class Table:
    """The table, indexed; `in_force` says what holds for a question."""

    def __init__(self, document):
        if document["schema_version"].split(".")[0] != "1":
            raise SystemExit(f"cannot read schema version {document['schema_version']}")
        vocabulary = document["vocabulary"]

        def index(name, key="id"):
            return {entry[key]: entry for entry in vocabulary.get(name, [])}
        self.lists, self.words, self.tables = index("lists"), index("words"), index("tables")
        self.facts, self.derived = index("facts", "path"), index("derived", "path")
        self.templates, self.invariants = index("templates"), vocabulary.get("invariants", [])
        self.enums = {key: {value["id"] for value in enum["values"]} for key, enum in index("enums").items()}
        self.rules = {rule["id"]: rule for rule in document["rules"]}
        self.layers = {layer["id"]: layer for layer in document["layers"]}
        self.all_tracks = self.enums[self.derived["sponsor.track"]["type"]["enum"]]
        self.prepare([[rule.get("when"), rule.get("require")] for rule in document["rules"]])
        self.prepare([self.invariants, vocabulary.get("derived"), [x.get("derived") for x in document["layers"]]])
        self.shape = self.application_shape(index("attributes"), index("materials"))
        self.cache = {}

    def prepare(self, node):
        """Refuse an unknown `op`; write out words, rows and dates."""
        if isinstance(node, list):
            for entry in node:
                self.prepare(entry)
        elif isinstance(node, dict):
            op = node.get("op")
            if op is not None and op not in KNOWN_OPS:
                raise SystemExit(f"cannot read operation {op}")
            if op == "date":
                node["value"] = parse_date(node["value"])
            elif op == "in_row":
                node["rows"] = {row["key"]: row["values"] for row in self.tables[node["table"]]["rows"]}
            if isinstance(node.get("words"), dict):
                sets = node["words"]
                words = {w for key in sets.get("words", []) for w in self.words[key]["words"]}
                words |= {row["key"] for key in sets.get("tables", []) for row in self.tables[key]["rows"]}
                words |= set(sets.get("texts", []))
                words -= {w for key in sets.get("except_words", []) for w in self.words[key]["words"]}
                node["words"] = tuple(sorted(words - set(sets.get("except_texts", []))))
            for entry in node.values():
                self.prepare(entry)

    def application_shape(self, attributes, materials):
        """Nested dicts: key -> dict (an object), (shape, max) (an array) or a fact (a value)."""
        elements = {key: {} for key, entry in self.lists.items() if "key" in entry}
        shape = {entry["key"]: (elements[key], entry["max"])
                 for key, entry in self.lists.items() if "key" in entry}
        for fact in self.facts.values():
            for member in self.lists.get(fact.get("list"), {}).get("members", [{"list": fact.get("list")}]):
                place = elements[member["list"]] if member.get("list") else shape
                *way, last = member.get("pointer", []) + fact["pointer"]
                for key in way:
                    place = place.setdefault(key, {})
                place.setdefault(last, {"leaf": True, **fact})
        shape["materials"] = {key: {name: {"leaf": True, **attributes[name]} for name in entry.get("attributes", [])}
                              for key, entry in materials.items()}
        return shape

    def in_force(self, province, provider, as_of):
        key = (province, provider, as_of)
        if key not in self.cache:
            kinds = {province: "province", "national": "national", **({provider: "provider"} if provider else {})}
            if any(self.layers.get(x, {}).get("kind") != kind for x, kind in kinds.items()):
                raise Refused("no such province or provider in the table")
            layers = [self.layers[x] for x in (province, provider, "national") if x]
            gone = {x for layer in layers for x in layer.get("except", [])}
            day = parse_date(as_of)
            rules = [self.rules[x] for layer in layers for x in layer["rules"] if x not in gone]
            rules = [r for r in rules if all(x.split(".")[0] in kinds for x in r.get("chain", []))
                     and parse_date(r.get("effective", {}).get("from", "0001-01-01")) <= day
                     and day <= parse_date(r.get("effective", {}).get("until", "9999-12-31"))]
            derived = {}
            for path, entry in self.derived.items():
                cases = [{"when": x["when"], "value": {"op": "enum", "value": x["value"]}}
                         for layer in layers for x in layer.get("derived", []) if x["derived"] == path]
                derived[path] = {"op": "cases", "cases": cases, "otherwise": entry["value"]}
            self.cache[key] = rules, derived
        return self.cache[key]

    def read(self, shape, value, name):
        """The checked application with dates as numbers, sets as sets, phones normalised, null as EMPTY."""
        if isinstance(shape, tuple):
            if not isinstance(value, list) or len(value) > shape[1]:
                raise Refused(f"{name}: not an array of at most {shape[1]}")
            return [self.read(shape[0], entry, f"{name}[{i}]") for i, entry in enumerate(value)]
        if "leaf" not in shape:
            if not isinstance(value, dict):
                raise Refused(f"{name}: not an object")
            for key in value:
                if key not in shape:
                    raise Refused(f"{name}: unknown key {key}")
            return {key: self.read(shape[key], entry, f"{name}.{key}") for key, entry in value.items()}
        if value is None and shape["optional"]:
            return EMPTY
        kind = shape["type"]["kind"]
        good = {"yes_no": bool, "int": int, "set": list}.get(kind, str)
        if type(value) is not good:
            raise Refused(f"{name}: not of type {kind}")
        if kind == "int" and not shape["type"]["low"] <= value <= shape["type"]["high"]:
            raise Refused(f"{name}: out of range")
        if kind in ("enum", "set"):
            for entry in value if kind == "set" else [value]:
                if not isinstance(entry, str) or entry not in self.enums[shape["type"]["enum"]]:
                    raise Refused(f"{name}: no such value {entry}")
        if kind == "date":
            try:
                return parse_date(value)
            except ValueError:
                raise Refused(f"{name}: no such day")
        return frozenset(value) if kind == "set" else normalise(value) if kind == "phone" else value


def normalise(phone):
    phone = phone.replace(" ", "").replace("-", "")
    return phone[3:] if phone.startswith("+86") else phone


class Case:
    """One application under one question."""

    def __init__(self, table, question):
        self.table = table
        province, as_of = question["province"], question["as_of"]
        self.rules, self.derived = table.in_force(province, question.get("provider"), as_of)
        self.application = table.read(table.shape, question["application"], "application")
        filing = self.application.setdefault("filing", {})
        if filing.setdefault("province", province) != province:
            raise Refused(f"the application is for {filing['province']}")
        filing.setdefault("submitted_on", parse_date(as_of))
        self.derived_values, self.element_values = {}, {}
        for invariant in table.invariants:
            for _, scope in self.scopes(invariant.get("list")):
                if self.value(invariant["condition"], scope) is False:
                    raise Refused(f"contradicts the invariant {invariant['id']}")

    def elements(self, list_id):
        """(name, record) for every element, and whether all of them were supplied."""
        if list_id not in self.element_values:
            entry = self.table.lists[list_id]
            if "key" in entry:
                array = self.application.get(entry["key"])
                found = [(f"{entry['key']}[{i}]", record) for i, record in enumerate(array or [])], array is not None
            else:
                records, complete = [], True
                for member in entry["members"]:
                    owners = [("", self.application)]
                    if member.get("list"):
                        owners, whole = self.elements(member["list"])
                        complete = complete and whole
                    for name, owner in owners:
                        name = ".".join(filter(None, [name, *member["pointer"]]))
                        records.append((name, follow(owner, member["pointer"]) or NO_RECORD))
                found = records, complete
            self.element_values[list_id] = found
        return self.element_values[list_id]

    def scopes(self, list_id):
        """(name, scope) for every element; one more without a name if an array was not supplied."""
        if list_id is None:
            return [(None, {})]
        found, complete = self.elements(list_id)
        return [(name, {list_id: record}) for name, record in found + ([] if complete else [(None, NO_RECORD)])]

    def over(self, condition, scope):
        """The values of `of` for every element of `list`; one unknown more if an array was not supplied."""
        found, complete = self.elements(condition["list"])
        for _, record in found:
            yield self.value(condition["of"], {**scope, condition["list"]: record}) if "of" in condition else True
        if not complete:
            yield None

    def derive(self, path, scope):
        list_id = self.table.derived[path].get("list")
        record = scope.get(list_id, NO_RECORD)
        key = path, list_id and id(record)
        if key not in self.derived_values:
            self.derived_values[key] = self.value(self.derived[path], {list_id: record} if list_id else {})
        return self.derived_values[key]

    def value(self, c, scope):
        op = c["op"]
        if op == "fact":
            fact = self.table.facts[c["fact"]]
            return follow(scope.get(fact["list"], NO_RECORD) if "list" in fact else self.application, fact["pointer"])
        if op in LITERALS:
            return c["value"]
        if op in COMPARISONS:
            left, right = self.value(c["left"], scope), self.value(c["right"], scope)
            if left is None or right is None:
                return None
            if (left is EMPTY or right is EMPTY) and op not in ("eq", "ne"):
                return False
            return COMPARISONS[op](left, right)
        if op == "and":
            return both(self.value(x, scope) for x in c["of"])
        if op == "or":
            return either(self.value(x, scope) for x in c["of"])
        if op == "not":
            return opposite(self.value(c["of"], scope))
        if op == "derived":
            return self.derive(c["derived"], scope)
        if op in TESTS or op in MEASURES:
            value = self.value(c["of"], scope)
            if value is None:
                return None
            if op in TESTS:
                return value is not EMPTY and TESTS[op](c, value)
            return value if value is EMPTY else MEASURES[op](c, value)
        if op == "attribute":
            return scope["with"].get(c["attribute"])
        if op == "has":
            value = self.value(c["of"], scope)
            return None if value is None else value is not EMPTY
        if op == "cases":
            possible, certain = [], True
            for case in c["cases"]:
                when = self.value(case["when"], scope)
                if when is not False:
                    possible.append(self.value(case["value"], scope))
                    certain = certain and when is True
                if when is True:
                    break
            else:
                possible.append(self.value(c["otherwise"], scope))
            return possible[0] if all(x == possible[0] for x in possible) else None
        if op == "in_row":
            value, key = self.value(c["of"], scope), self.value(c["key"], scope)
            return None if value is None or key is None else value in c["rows"].get(key, ())
        if op == "any":
            return either(self.over(c, scope))
        if op == "all":
            return both(self.over(c, scope))
        if op == "count":
            values = list(self.over(c, scope))
            return None if None in values else values.count(True)
        if op in ("count_distinct", "distinct_mobiles"):
            values = set()
            for x in c["of"]:
                values.update(self.over(x, scope) if x["op"] == "values" else [self.value(x, scope)])
            if None in values:
                return None
            values.discard(EMPTY)
            mobile = op == "distinct_mobiles"
            return sum(not mobile or bool(re.fullmatch("1[0-9]{10}", value)) for value in values)
        if op in SUMS:
            left, right = self.value(c["left"], scope), self.value(c["right"], scope)
            if left is None or right is None:
                return None
            return EMPTY if left is EMPTY or right is EMPTY else SUMS[op](left, right)
        return None  # `unknown`

    def guard(self, guards, scope):
        return both(self.value(x["condition"], scope) for x in guards or ())

    def satisfied(self, item, scope):
        op = item["op"]
        if op == "condition":
            return self.value(item["condition"], scope)
        if op == "provide":
            material = self.application.get("materials", {}).get(item["material"])
            return False if material is None else self.guard(item.get("with"), {**scope, "with": material})
        if op == "remark":
            text = self.value({"op": "fact", "fact": item["fact"]}, scope)
            if text is None or text is EMPTY:
                return None if text is None else False
            return follows_template(text, self.table.templates[item["template"]]["parts"])
        if op == "unknown":
            return None
        guards = (self.guard(part.get("when"), scope) for part in item["parts"])
        parts = zip(guards, item["parts"])
        if op == "all_of":
            return both(either([opposite(when), when is not False and self.satisfied(part["item"], scope)])
                        for when, part in parts)
        found = (both([when, when is not False and self.satisfied(part["item"], scope)]) for when, part in parts)
        if op in ("one_of", "prefer"):
            return either(found)
        found = list(found)  # `at_least`
        true, possible = found.count(True), len(found) - found.count(False)
        return True if true >= item["count"] else False if possible < item["count"] else None

    def finding(self, rule, scope):
        track = self.derive("sponsor.track", {})
        stands = track in rule["tracks"] if track else set(rule["tracks"]) >= self.table.all_tracks or None
        applies = both([stands, stands is not False and self.guard(rule.get("when"), scope)])
        if rule["effect"] == "forbid":
            return applies, opposite(applies)
        if rule["effect"] == "require":
            return applies, applies is False or either([opposite(applies), self.satisfied(rule["require"], scope)])
        return applies, True

    def result(self):
        findings, at_least, at_most = [], 0, 0
        verdicts = ["pass", "correct", "refuse"]
        for rule in self.rules:
            for name, scope in self.scopes(rule.get("for_each")):
                applies, fine = self.finding(rule, scope)
                entry = {"rule": rule["id"], **({"element": name} if name else {})}
                entry["applies"] = {True: "yes", False: "no", None: "unknown"}[applies]
                entry["finding"] = {True: "ok", False: "violated", None: "unknown"}[fine]
                findings.append(entry)
                if fine is not True:
                    severity = verdicts.index(rule["severity"])
                    at_most = max(at_most, severity)
                    at_least = max(at_least, severity) if fine is False else at_least
        return {"verdict": [verdicts[at_least], verdicts[at_most]], "findings": findings}


def no_duplicates(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("a key stands twice")
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        table = Table(json.load(file))
    for line in sys.stdin.buffer:
        if line.strip():
            try:
                result = Case(table, json.loads(line, object_pairs_hook=no_duplicates)).result()
            except Refused as reason:
                result = {"refused": str(reason)}
            print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
