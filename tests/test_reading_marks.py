"""What the reader marks on made-up pages, and above all what it leaves alone."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stance.model import BOILERPLATE_KINDS, Article
from stance.reading import read_inputs, read_text
from stance.resources import seeds_dir

STORY = (
    "Ministers of both countries resumed their talks about the shared harbour on Friday.",
    "The delegates met for three hours in the old customs house, officials of both sides said.",
    "Nobody expected an agreement before the end of the week, according to people in the room.",
    "A joint statement is to be read out on Sunday when the last round of the talks is over.",
)
OTHER_KINDS = ("headline", "subhead", "dateline")


def kinds_of(article: Article) -> dict[str, str]:
    return {article.text[mark.start : mark.end]: mark.kind for mark in article.marks}


def in_a_story(line: str, *, at: int = 2) -> Article:
    """Put a line between the paragraphs of a story with a headline."""
    paragraphs = ["Harbour talks resume after a pause of two years", *STORY]
    paragraphs.insert(at, line)
    return read_text("\n\n".join(paragraphs), source_file="story.txt")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Skip to main content", "navigation"),
        ("Home > World > Asia", "navigation"),
        ("English | Français | 中文", "navigation"),
        ("An official website of the United States government", "navigation"),
        ("Facebook Twitter WhatsApp Email", "navigation"),
        ("Your email address will not be published. Required fields are marked *", "navigation"),
        ("23 Posts", "navigation"),
        ("Sort by newest", "navigation"),
        ("Leave a Reply", "navigation"),
        ("  • Oops!", "error"),
        ("Oops! Something went wrong. Please try again later.", "error"),
        ("Please try again later.", "error"),
        ("Your browser does not support the audio element.", "error"),
        ("Advertisement", "advert"),
        ("ADVERTISEMENT - SCROLL TO CONTINUE", "advert"),
        ("Story continues below", "advert"),
        ("Sign up for our morning newsletter and never miss a", "signup"),
        ("Subscribe to our channel.", "signup"),
        ("For more Example news and newsletters create an account at", "signup"),
        ("Already a subscriber? Log in", "signup"),
        ("Follow Jane Roe on Twitter @janeroe", "signup"),
        ("This site uses cookies to improve your visit.", "signup"),
        ("Jane Roe and Li Na contributed to this report.", "contributors"),
        ("(Reporting by Jane Roe in Port Town; Editing by John Doe)", "contributors"),
        ("Additional reporting by Jane Roe", "contributors"),
        ("With News Wire Services", "contributors"),
        ("With inputs from agencies", "contributors"),
        ("By Jane Roe and John Doe", "byline"),
        ("May 9, 2023 at 7:15 p.m. EDT", "byline"),
        ("Updated 4:15 PM EDT, Tue May 9, 2023", "byline"),
        ("9 May 2023", "byline"),
        ("2 min read", "byline"),
        ("3 hours ago", "byline"),
        ("File photo: the harbour of Port Town seen from above.", "caption"),
        ("Ana Sol (left) shakes hands with Bo Lund in Port Town.", "caption"),
        ("From left, Ana Sol, Bo Lund and Cy Mott at the harbour.", "caption"),
        ("Ana Sol waves to reporters in Port Town on May 9, 2023.", "caption"),
        ("Ana Sol attends the talks in Port Town. (Jane Roe/Getty)", "caption"),
        ("Ana Sol speaks at the harbour. - Jane Roe/Pool/AFP/Getty Images", "caption"),
        ("Ana Sol at the harbour. Photo: Jane Roe", "caption"),
        ("Jane Roe/Pool/AFP/Getty Images", "credit"),
        ("Jane Roe / Reuters", "credit"),
        ("Image source, Reuters", "credit"),
        ("Photo by Jane Roe", "credit"),
        ("Related stories", "related"),
        ("Read more: Why the harbour matters to both", "related"),
        ("Five old quarrels over one small harbour and its fish", "related"),
        ("© 2023 Example Herald. All rights reserved.", "notice"),
        ("This story has been updated.", "notice"),
        ("This story and headline have been updated with new developments.", "notice"),
        ("An earlier version of this article misspelled the name of the harbour.", "notice"),
        ("Editor's note: the interview was held by telephone.", "notice"),
        ("FOR IMMEDIATE RELEASE", "notice"),
        ("###", "notice"),
        ("‘A new start’", "subhead"),
        ("A cautious new start", "subhead"),
    ],
)
def test_furniture_of_a_page_is_marked(line: str, kind: str) -> None:
    article = in_a_story(line)
    assert kinds_of(article).get(line.strip()) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Sol said.",
        "“We will stay until it is done,” Sol said.",
        "“We will stay until it is done”",
        "He said that the talks were open",
        "The minister was received by the mayor of the town with full honours",
        "Something went wrong in the first round of the talks, officials said.",
        "Sol told her host to read more and talk less about the harbour.",
        "Share prices of the harbour company rose by a tenth after the news.",
        "The report was revised after both sides had protested against it.",
        "The views expressed by Sol were shared by her host, officials said.",
        "Video, he said, would prove that the crew was warned.",
        "Photos by the coast guard show that the ships came close.",
        "A photo released by the ministry shows Sol at the table, and she said she was glad.",
        "Reporting by the ministry has shown that the harbour loses money.",
        "With reports of fighting in the north, Sol cut her visit short.",
        "By Friday the two sides had not agreed on anything.",
        "May 9, 2023 - The ministry said that the talks would go on.",
        "More in the north fear for their work than ever before.",
        "Follow-up talks are planned for June, Sol said on Twitter.",
        "Like many of her guests, Sol is on X all day.",
        "Trump raised $5 million in donations at a dinner with donors.",
        "“Please make a donation, we need your support,” Sol told the guests of a dinner.",
        "Sol meets her host on June 3 for a second round of talks.",
        "Gov. Bo Lund (R) endorsed the plan on Friday and called on others to follow.",
        "The pilots turned left, right, and left again before they found the harbour.",
        "Contact between the two ministries broke off in May, she added.",
        "Correct the record, Sol demanded of the newspaper.",
        "BEIJING: the talks went well.",
        "Ana Sol (left) her seat and said that the talks were over.",
        "What happens next?",
        "MS ROE: We will come back to that.",
        "QUESTION: Will you go there",
        "1. The harbour belongs to both sides",
        "The two sides agreed to hold another round of talks in the coming autumn",
    ],
)
def test_sentence_of_the_reporter_is_left_alone(line: str) -> None:
    marked = kinds_of(in_a_story(line)).get(line)
    assert marked not in BOILERPLATE_KINDS
    assert marked != "headline"


def test_lines_of_a_transcript_without_full_stops_are_left_alone() -> None:
    turns = [
        "MR DOE: We are glad to be here today and we thank you all for your patience",
        "and we hope that the talks that begin now will bring us closer to each other",
        "QUESTION: Can you tell us what the minister raised with her host this morning",
        "MR DOE: I will not go into that here but both of them were open and direct",
    ]
    assert read_text("\n".join(turns), source_file="t.txt").marks == ()


def test_topics_above_the_first_turn_of_a_briefing_are_navigation() -> None:
    title = "Daily Briefing of the Department"
    lines = [title, "HARBOURS", "FISH/TRADE", "MR DOE: Good day.", "QUESTION: Hi."]
    marked = kinds_of(read_text("\n\n".join(lines), source_file="t.txt"))
    assert marked["HARBOURS"] == marked["FISH/TRADE"] == "navigation"
    assert "MR DOE: Good day." not in marked


def test_time_and_author_lines_of_a_live_blog_are_bylines() -> None:
    lines = ["8:50 a.m. EST, November 4, 2023", "From Jane Roe in Port Town", "7:10 p.m."]
    page = ["Live: Talks enter their second day", lines[0], lines[1], STORY[0], lines[2], STORY[1]]
    marked = kinds_of(read_text("\n\n".join(page), source_file="t.txt"))
    assert [marked.get(line) for line in lines] == ["byline"] * 3


def test_release_keeps_its_sentences_and_the_line_that_says_whose_words_they_are() -> None:
    attribution = "The below is attributable to Spokesperson Bo Lund:"
    page = ["Media Note", "Office of the Spokesperson", attribution, *STORY, "# # #"]
    article = read_text("\n\n".join(page), source_file="t.txt")
    assert [mark.kind for mark in article.marks] == ["headline", "navigation", "notice"]
    assert attribution not in kinds_of(article)


def test_posts_that_end_without_a_full_stop_are_no_links() -> None:
    line = "@anasol Productive talks today with my host on trade and the old harbour"
    assert line not in kinds_of(in_a_story(line))


def test_title_above_the_headline_is_repeated_and_names_the_site() -> None:
    title = "Harbour talks resume after a pause"
    article = read_text("\n\n".join([f"{title} | Port Courier", title, *STORY]), source_file="t")
    assert [mark.kind for mark in article.marks] == ["repeated", "headline"]
    assert (article.title, article.outlet) == (title, "Port Courier")


def test_slogan_glued_to_a_masthead_is_navigation_and_names_the_outlet() -> None:
    page = ["The Port GazetteNews Since the Flood", "Harbour talks resume again", *STORY]
    article = read_text("\n\n".join(page), source_file="t")
    assert [mark.kind for mark in article.marks] == ["navigation", "headline"]
    assert article.outlet == "The Port Gazette"


def test_headline_about_an_outlet_is_no_masthead() -> None:
    article = read_text(
        "\n\n".join(["CNN poll finds harbour fees too high", *STORY]), source_file="t"
    )
    assert article.title == "CNN poll finds harbour fees too high"
    assert article.outlet is None


@pytest.mark.parametrize(
    ("start", "dateline", "outlet"),
    [
        ("PORT TOWN, June 19 (Reuters) - Sol", "PORT TOWN, June 19 (Reuters) -", "Reuters"),
        ("June 19 (UPI) — Sol", "June 19 (UPI) —", "UPI"),
        ("BEIJING, June 19 (Xinhua) -- Sol", "BEIJING, June 19 (Xinhua) --", "Xinhua"),
        ("Berlin (AFP) – Sol", "Berlin (AFP) –", "AFP"),
        ("PORT TOWN, Md. — Sol", "PORT TOWN, Md. —", None),
        ("PORT TOWN, 19 June 2023 (Xinhua) - Sol", "PORT TOWN, 19 June 2023 (Xinhua) -", "Xinhua"),
        ("PORT TOWN (19 June 2023) – Sol", "PORT TOWN (19 June 2023) –", None),
        ("Port Town, Monday, 19 June – Sol", "Port Town, Monday, 19 June –", None),
        ("Port Town, June 19: Sol", "Port Town, June 19:", None),
        ("PORT TOWN: Sol", None, None),
        ("Beijing - as ever - Sol", None, None),
        ("SOL-FREE Sol", None, None),
    ],
)
def test_dateline_is_marked_and_its_agency_is_the_outlet(
    start: str, dateline: str | None, outlet: str | None
) -> None:
    article = read_text(f"{start} told reporters that the talks went on.", source_file="t")
    found = [article.text[mark.start : mark.end] for mark in article.marks]
    assert found == ([dateline] if dateline else [])
    longer = read_text(f"Talks go on\n\n{article.text}\n\n{STORY[0]}", source_file="t")
    assert longer.outlet == outlet


def test_whole_appeal_is_fundraising_and_the_story_above_is_not() -> None:
    appeal = [
        "A short word about where Portside stands this week.",
        "We at Portside depend on our readers, and Portside is behind on its fundraising goals.",
        "Our future is at risk.",
        "We need to raise $9,000 by Sunday. Please make a donation today.",
    ]
    article = read_text(
        "\n\n".join(["Harbour talks resume again", *STORY, *appeal]), source_file="t"
    )
    marked = kinds_of(article)
    assert [marked.get(paragraph) for paragraph in appeal[1:]] == ["fundraising"] * 3
    assert not any(paragraph in marked for paragraph in STORY)
    assert article.outlet == "Portside"


def test_label_of_a_link_opens_a_headline_at_the_top() -> None:
    title = "Analysis: Why the harbour talks failed again"
    assert read_text("\n\n".join([title, *STORY]), source_file="t").title == title
    assert kinds_of(in_a_story(title))[title] == "related"


def test_two_titles_at_the_end_are_links_but_one_may_be_a_cut_sentence() -> None:
    cut = in_a_story("The next round of the harbour talks will", at=5)
    assert not any(mark.is_boilerplate for mark in cut.marks)
    links = in_a_story("Ten fish to eat in May\n\nPort Town votes on a new bridge", at=5)
    assert [mark.kind for mark in links.marks] == ["headline", "related", "related"]


def test_byline_gives_the_authors() -> None:
    page = ["Harbour talks resume again", "By Jane Roe, Li Na and John Doe", *STORY]
    assert read_text("\n\n".join(page), source_file="t").authors == (
        "Jane Roe",
        "Li Na",
        "John Doe",
    )


def test_single_sentence_is_never_a_headline_or_boilerplate() -> None:
    assert read_text("Sol said the talks went well", source_file="t").marks == ()


def test_hard_wrapped_caption_is_seen_as_one_paragraph() -> None:
    wrapped = "Ana Sol, the minister of harbours of her country, and Bo Lund (right) on\nthe pier."
    assert kinds_of(in_a_story(wrapped)).get(wrapped) == "caption"


EXPECTED_SEED_MARKS = {
    "000": "navigation headline byline caption byline related contributors",
    "001": "headline dateline",
    "002": "navigation headline caption" + 5 * " fundraising",
    "003": "headline" + 9 * " error" + " contributors",
    "004": "headline caption caption subhead notice contributors signup",
}


def test_seeds_are_marked_as_read_by_a_person() -> None:
    found = {
        article.source_file[:3]: " ".join(mark.kind for mark in article.marks)
        for article in read_inputs([seeds_dir()]).articles
    }
    assert found == EXPECTED_SEED_MARKS


def test_outlets_of_the_seeds_are_read_off_their_own_text() -> None:
    outlets = {a.source_file[:3]: a.outlet for a in read_inputs([seeds_dir()]).articles}
    assert outlets == {
        "000": "The Washington Post", "001": "UPI", "002": "Truthout", "003": None, "004": "CNN",
    }  # fmt: skip


NEWLINES = ("\n", "\r\n", "\r", "\n\n", "\u2028", "\x0c", " ", "\t")
LINES = (
    "Advertisement", "By Jane Roe", "PORT TOWN (AP) — ", "# Title", "•", "(left)", "2 min",
    "“", '"', "Please donate now, we need your support.",
)  # fmt: skip
PIECES = st.sampled_from([*STORY, *NEWLINES, *LINES])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), min_size=1, max_size=30).map("".join))
def test_text_is_untouched_and_marks_are_in_order_inside_and_apart(text: str) -> None:
    assume(any(map(str.isalpha, text)))
    article = read_text(text, source_file="any.txt")
    assert article.text == text
    end_before = 0
    for mark in article.marks:
        assert end_before <= mark.start < mark.end <= len(text)
        assert mark.kind in (*BOILERPLATE_KINDS, *OTHER_KINDS)
        words = text[mark.start : mark.end]
        assert words == words.strip()
        end_before = mark.end
