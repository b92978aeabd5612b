"""Names of places, from babel's territories and the time zones' cities, and a few that neither has."""

from __future__ import annotations

from importlib.resources import files

from babel import Locale

# Abbreviations, parts of countries, and seats of government that no time zone is named after.
_OTHERS = (
    "u.s", "us", "usa", "uk", "uae", "u.k", "England", "Scotland", "Wales", "Britain", "Great Britain", "Kyiv",
    "Beijing", "Washington", "Ottawa", "Canberra", "Ankara", "Delhi", "New Delhi", "Geneva", "Middle East", "West Bank",
    "Gaza", "Kashmir", "Xinjiang", "Tibet", "Turkey", "Macau", "Myanmar", "Congo", "Korea", "Hong Kong",
)  # fmt: skip
# Seats of government that stand for their states in news, each with the names of its state.
SEATS_OF = {
    seat: tuple(states.split("/"))
    for seat, _, states in (
        line.partition(": ")
        for line in (
            "ankara: Turkey", "athens: Greece", "baghdad: Iraq", "beijing: China", "berlin: Germany",
            "brasilia: Brazil", "brussels: European Union/EU", "bucharest: Romania", "budapest: Hungary",
            "buenos aires: Argentina", "cairo: Egypt", "canberra: Australia", "caracas: Venezuela",
            "copenhagen: Denmark", "damascus: Syria", "delhi: India", "downing street: Britain/UK",
            "dublin: Ireland", "hanoi: Vietnam", "havana: Cuba", "helsinki: Finland", "islamabad: Pakistan",
            "jakarta: Indonesia", "jerusalem: Israel", "kabul: Afghanistan", "kiev: Ukraine", "kremlin: Russia",
            "kyiv: Ukraine", "london: Britain/UK", "madrid: Spain", "manila: Philippines", "mexico city: Mexico",
            "minsk: Belarus", "moscow: Russia", "new delhi: India", "oslo: Norway", "ottawa: Canada",
            "paris: France", "pretoria: South Africa", "pyongyang: North Korea", "riyadh: Saudi Arabia",
            "rome: Italy", "seoul: South Korea", "stockholm: Sweden", "taipei: Taiwan", "tehran: Iran",
            "tokyo: Japan", "vienna: Austria", "warsaw: Poland", "washington: United States/US",
        )
    )
}  # fmt: skip
_REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def _names() -> set[str]:
    territories = [name for name in Locale("en").territories.values() if "Pseudo" not in name]
    # Read from the file, since zoneinfo's own function opens all six hundred zones.
    zones = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    cities = [zone.rpartition("/")[2].replace("_", " ") for zone in zones if zone.partition("/")[0] in _REGIONS]
    named = {name.lower() for name in (*territories, *cities, *_OTHERS)}
    return {name for name in named if name.replace(" ", "").replace("-", "").replace(".", "").isalpha()}


_ALL = _names()
PLACES = frozenset(name for name in _ALL if " " not in name) - {"act", "north", "south", "west", "world", "center"}
PLACE_PHRASES = frozenset(name for name in _ALL if " " in name)
