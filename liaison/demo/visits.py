"""What the demo county's members hear and write down, as it is typed into the form."""

import datetime as dt
import io

from PIL import Image, ImageDraw

from common.uploads import PICTURES, clean_file
from liaison.demo.words import BEFORE, CALM, MATTERS, PEOPLE, PLACES, WAYS
from liaison.demo.world import County
from members.models import Constituent, Member, Village
from studios.models import DutyShift, MatterCategory, Purpose, Studio, VisitPhoto
from studios.services import MatterEntry, PhotoEntry, VisitEntry


class Pen:
    """Writes made-up entries; loads purposes and categories once."""

    def __init__(self, county: County, topic: str) -> None:
        self.county = county
        self.chance = county.chance(topic)
        self.purposes = list(Purpose.objects.all())
        self.categories = {category.name: category for category in MatterCategory.objects.all()}
        self.number = 0

    def entry(
        self,
        day: dt.date,
        member: Member | None,
        studio: Studio | None,
        way: str = "",
        shift: DutyShift | None = None,
    ) -> VisitEntry:
        """A visit on ``day``; one in three raises nothing."""
        chance, self.number = self.chance, self.number + 1
        way = way or chance.choices(list(WAYS), list(WAYS.values()))[0]
        village = chance.choice(self.near(studio))
        met = self._met(member)
        matters = self._matters(village)
        return VisitEntry(
            occurred_on=day,
            way=way,
            headcount=max(chance.randint(1, 12), len(met)),
            people="" if met else chance.choice(PEOPLE),
            place=chance.choice(PLACES[way]).format(village=village.name),
            summary="" if matters else chance.choice(CALM),
            studio=studio,
            shift=shift,
            others="村党支部书记" if chance.random() < 0.1 else "",
            purposes=tuple(chance.sample(self.purposes, chance.randint(1, 2))),
            companions=self._companions(member, studio),
            constituents=tuple(met),
            matters=matters,
            photos=(self.photo(f"{day:%Y-%m-%d} {village.name}"),) if chance.random() < 0.012 else (),
        )

    def photo(self, words: str, kind: str = VisitPhoto.Kind.PHOTO) -> PhotoEntry:
        """A picture that says what it would show: nobody real is in the demo."""
        picture = Image.new("RGB", (640, 480), (self.chance.randint(90, 200), self.chance.randint(120, 200), 150))
        drawn = ImageDraw.Draw(picture)
        drawn.rectangle((40, 260, 600, 440), fill=(235, 230, 220))
        drawn.text((60, 300), words.encode("ascii", "replace").decode(), fill=(60, 60, 60))
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=70)
        return PhotoEntry(clean_file(target.getvalue(), f"照片{self.number}.jpg", PICTURES), kind)

    def near(self, studio: Studio | None) -> list[Village]:
        area = studio.area_id if studio else None
        return [one for one in self.county.villages if one.area_id == area] or self.county.villages

    def _met(self, member: Member | None) -> list[Constituent]:
        known = self.county.known[member.pk] if member else []
        if not known or self.chance.random() > 0.3:
            return []
        return self.chance.sample(known, min(len(known), self.chance.choice([1, 1, 2])))

    def _companions(self, member: Member | None, studio: Studio | None) -> tuple[Member, ...]:
        people = [one for one in self.county.residents.get(studio.pk, []) if one != member] if studio else []
        return (self.chance.choice(people),) if people and self.chance.random() < 0.12 else ()

    def _matters(self, village: Village) -> tuple[MatterEntry, ...]:
        how_many = self.chance.choices([0, 1, 2], [41, 50, 9])[0]
        return tuple(self._matter(village, *row) for row in self.chance.sample(MATTERS, how_many))

    def _matter(self, village: Village, category: str, text: str, answer: str, outcome: str) -> MatterEntry:
        chance = self.chance
        whom, when, said = chance.choice(BEFORE) if chance.random() < 0.15 else ("", "", "")
        return MatterEntry(
            text.format(village=village.name),
            answer,
            outcome,
            told=bool(answer) and chance.random() < 0.85,
            category=self.categories.get(category),
            village=village if chance.random() < 0.8 else None,
            concerned=chance.choice([None, None, 1, 3, 20, 60, 200]),
            asked_before=bool(whom),
            asked_whom=whom,
            asked_when=when,
            asked_answer=said,
        )
