"""Puts other countries into a statement: names carry no stance, so its labels stay."""

import random
import re

# Country, adjective, and the capital that stands for its government.
_COUNTRIES = """
China Chinese Beijing; America American Washington; Russia Russian Moscow; Ukraine Ukrainian Kyiv;
Japan Japanese Tokyo; India Indian Delhi; Pakistan Pakistani Islamabad; Iran Iranian Tehran;
Israel Israeli Jerusalem; Turkey Turkish Ankara; Greece Greek Athens; Egypt Egyptian Cairo;
Ethiopia Ethiopian Addis_Ababa; Sudan Sudanese Khartoum; Kenya Kenyan Nairobi;
Nigeria Nigerian Abuja; Ghana Ghanaian Accra; Rwanda Rwandan Kigali; Congo Congolese Kinshasa;
France French Paris; Germany German Berlin; Britain British London; Spain Spanish Madrid;
Italy Italian Rome; Poland Polish Warsaw; Hungary Hungarian Budapest; Serbia Serbian Belgrade;
Kosovo Kosovar Pristina; Armenia Armenian Yerevan; Azerbaijan Azerbaijani Baku;
Georgia Georgian Tbilisi; Brazil Brazilian Brasilia; Mexico Mexican Mexico_City;
Colombia Colombian Bogota; Venezuela Venezuelan Caracas; Chile Chilean Santiago; Peru Peruvian Lima;
Bolivia Bolivian La_Paz; Cuba Cuban Havana; Canada Canadian Ottawa; Australia Australian Canberra;
Indonesia Indonesian Jakarta; Vietnam Vietnamese Hanoi; Thailand Thai Bangkok;
Cambodia Cambodian Phnom_Penh; Philippines Philippine Manila; Malaysia Malaysian Kuala_Lumpur;
Myanmar Burmese Naypyidaw; Bangladesh Bangladeshi Dhaka; Nepal Nepali Kathmandu;
Iraq Iraqi Baghdad; Syria Syrian Damascus; Lebanon Lebanese Beirut; Jordan Jordanian Amman;
Qatar Qatari Doha; Kuwait Kuwaiti Kuwait_City; Morocco Moroccan Rabat; Algeria Algerian Algiers;
Tunisia Tunisian Tunis; Libya Libyan Tripoli; Mali Malian Bamako; Niger Nigerien Niamey;
Somalia Somali Mogadishu; Uganda Ugandan Kampala; Zambia Zambian Lusaka; Norway Norwegian Oslo;
Sweden Swedish Stockholm; Finland Finnish Helsinki; Denmark Danish Copenhagen;
Estonia Estonian Tallinn; Latvia Latvian Riga; Lithuania Lithuanian Vilnius;
Moldova Moldovan Chisinau; Romania Romanian Bucharest; Bulgaria Bulgarian Sofia;
Taiwan Taiwanese Taipei; Kazakhstan Kazakh Astana; Uzbekistan Uzbek Tashkent
"""
_ROWS = [
    tuple(name.replace("_", " ") for name in row.split())
    for row in _COUNTRIES.replace("\n", " ").split(";")
]
_PLACE = {name: (n, form) for n, row in enumerate(_ROWS) for form, name in enumerate(row)}
# "the US" and "Washington" are one country.
_PLACE |= {f"{the} {name}": (1, 0) for the in ("the", "The") for name in ("United States", "US")}
_PLACE["US"] = (1, 1)
_NAME = re.compile(
    r"\b(" + "|".join(map(re.escape, sorted(_PLACE, key=len, reverse=True))) + r")(?!\w|-)"
)


def swapped(text: str, chance: random.Random) -> str:
    """Return the text with every country that it names replaced by another one, each by one."""
    there = {_PLACE[found][0] for found in _NAME.findall(text)}
    others = chance.sample([n for n in range(len(_ROWS)) if n not in there], len(there))
    other = dict(zip(sorted(there), others, strict=True))

    def replacement(match: re.Match[str]) -> str:
        country, form = _PLACE[match[0]]
        return _ROWS[other[country]][form]

    return _NAME.sub(replacement, text)
