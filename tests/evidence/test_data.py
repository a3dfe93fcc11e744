"""The project's own data: the rules hold, the audit's corrections stand, and it loads fast."""

from datetime import date

import polars as pl
import pytest

from lib.evidence.check import schema_problems
from lib.evidence.checks import RULES, all_problems
from lib.evidence.clocks import THEN
from lib.evidence.paths import DATA
from lib.evidence.standard import reconstructed, standard_views
from lib.evidence.store import evidence
from lib.evidence.view import View

BUYABLE_THEN = ["H20", "H100 SXM", "H200 SXM", "B200", "GB200 NVL72"]
SPECIFICATIONS = ["bf16_dense", "fp8_dense", "hbm_bandwidth", "hbm_capacity", "chip_tdp"]


@pytest.fixture(scope="module")
def data():
    return evidence()


@pytest.fixture(scope="module")
def problems(data):
    return all_problems(data)


def test_every_cell_fits_the_schema():
    assert [str(problem) for problem in schema_problems(DATA)] == []


@pytest.mark.parametrize("rule", [*RULES, "defended"])
def test_the_rule_holds(problems, rule):
    assert [str(problem) for problem in problems if problem.rule == rule] == []


def test_there_is_enough_of_everything(data):
    least = {"facts": 2700, "sources": 500, "events": 100, "assumptions": 60, "datasets": 5}
    sizes = {name: len(getattr(data, name)) for name in least}
    assert {name: size for name, size in sizes.items() if size < least[name]} == {}
    kinds = dict(data.facts.group_by("kind").len().rows())
    assert kinds["reported"] > 1100
    assert kinds["measured"] > 500
    assert kinds["estimate"] > 500
    assert 100 < kinds["forecast"] < 400
    grades = dict(data.facts.group_by("grade").len().rows())
    assert grades["A"] + grades["B"] > 0.6 * data.facts.height


# What an independent audit of November 2026 found wrong, as it should read now.
AUDITED = [
    ("google_cloud_revenue_2023q4", "value", 9_192e6),
    ("google_cloud_revenue_2023q4", "public_on", date(2024, 1, 30)),
    ("google_cloud_revenue_2023q2", "value", 8_030e6),
    ("google_cloud_revenue_2021q1", "value", 4_047e6),
    ("google_cloud_revenue_2021q1", "public_on", date(2021, 4, 27)),
    ("google_cloud_growth_2022q2", "value", 0.356),
    ("aws_revenue_2024q2", "public_on", date(2024, 8, 1)),
    ("aws_revenue_fy2023", "value", 90_800e6),
    ("aws_revenue_fy2023", "public_on", date(2024, 2, 1)),
    ("google_cloud_revenue_fy2023", "public_on", date(2024, 1, 30)),
    ("google_cloud_revenue_fy2024", "public_on", date(2025, 2, 4)),
    ("google_cloud_backlog_20250630", "public_on", date(2025, 7, 23)),
    ("runrate_2026_04_net_openai_view", "public_on", date(2026, 4, 13)),
    ("revenue_growth_2026q2_yoy", "low", 14.0),
    ("revenue_growth_2026q2_yoy", "range_kind", "floor"),
    ("trn2_units_total", "public_on", date(2026, 2, 5)),
    ("aws_spend_2025_9m", "public_on", date(2025, 10, 20)),
    ("price_opus4_out", "public_on", date(2025, 5, 22)),
    ("ep_h100_on_demand_20230620", "entity", "H100 PCIe"),
    ("h100_price_epoch_2025", "value", 23_238.0),
    ("b300_release_epoch", "kind", "forecast"),
    ("frontier_dc_growth", "basis", "of=single_site_compute_capacity"),
    ("frontier_dc_growth", "public_on", date(2026, 6, 11)),
    ("epoch_cn_training_growth", "public_on", date(2025, 1, 22)),
    ("manus_tokens", "public_on", date(2025, 12, 30)),
    ("swev_any_openhands_gpt_5", "public_on", date(2025, 10, 6)),
    ("h100st_fp8_dense", "public_on", date(2024, 2, 10)),
    ("h200st_hbm_bandwidth", "public_on", date(2024, 2, 20)),
    ("h100st_bf16_dense", "public_on", date(2024, 2, 22)),
    ("gb200st_fp8_dense", "public_on", date(2024, 3, 19)),
    ("b200st_chip_tdp", "public_on", date(2024, 12, 19)),
    ("trn2st_hbm_bandwidth", "public_on", date(2025, 1, 25)),
    ("mamf_bf16_gb200", "public_on", date(2025, 9, 17)),
    ("swev_mini_gpt_5", "public_on", date(2025, 8, 8)),
    ("swev_openhands_gpt_5_5", "public_on", date(2026, 5, 7)),
]


@pytest.mark.parametrize(("fact_id", "field", "value"), AUDITED)
def test_what_the_audit_corrected_stands(data, fact_id, field, value):
    if fact_id not in data.index:
        assert left_with_a_reason(fact_id), f"{fact_id} is neither a fact nor a recorded removal"
        return
    assert data.facts[field][data.index[fact_id]] == value


def left_with_a_reason(fact_id):
    rows = pl.read_csv(DATA / "corrections.csv", infer_schema=False)
    gone = rows.filter(pl.col("fact_id") == fact_id, pl.col("field") == "fact_id")
    return gone.height > 0 and gone["reason"].str.len_chars().min() > 0


@pytest.mark.parametrize(
    "source",
    ["ghanthropicaws", "ailabcompute2026", "kiln2026", "gpuprices2026", "awswatch2026",
     "awsanatomy2026", "loka2026carbon", "hftandiu2026", "hfopenrouter2026"],
)  # fmt: skip
def test_weak_origins_have_grade_d(data, source):
    rows = data.facts.filter(pl.col("source_id") == source)
    assert set(rows["grade"]) <= {"D"}


def test_the_chips_on_sale_then_have_every_specification_then(data):
    facts = View(THEN, data=data).facts(metric=SPECIFICATIONS, entity=BUYABLE_THEN)
    held = set(facts.filter(pl.col("basis") == "").select("entity", "metric").rows())
    wanted = {(chip, metric) for chip in BUYABLE_THEN for metric in SPECIFICATIONS}
    assert wanted - held == set()


def test_actual_series_hold_no_consensus(data):
    for entity in ("AWS", "Google Cloud", "Microsoft Azure"):
        for metric in ("revenue", "revenue_growth_yoy"):
            frame = View(data=data).series(entity, metric)
            assert not frame["fact_id"].str.contains("forecast|consensus").any()


def test_the_clouds_quarters_come_with_their_days(data):
    series = View(data=data).series("AWS", "revenue")
    assert series["period_end"].min() <= date(2019, 3, 31)
    assert series["period_end"].max() >= date(2026, 6, 30)
    assert ((series["public_on"] - series["period_end"]).dt.total_days() <= 45).all()


def test_the_views_of_the_design_can_be_made(data):
    views = standard_views(data=data)
    assert views["then"].known_on == THEN
    assert views["today"].known_on == data.latest >= date(2026, 9, 1)
    shown = {name: view.facts().height for name, view in views.items()}
    assert 600 < shown["then"] < shown["hindsight"] == shown["today"]


def test_what_rests_on_later_documents_is_listed(data):
    then = View(THEN, data=data)
    late = set(reconstructed(then)["fact_id"])
    strict = set(then.derive(clock="strict").facts()["fact_id"])
    public = set(then.facts()["fact_id"])
    assert late
    assert late & strict == set()
    assert late <= public


def test_every_assumption_can_be_read_in_every_view(data):
    for view in standard_views(data=data).values():
        for name in data.assumptions:
            seen = view.assumption(name)
            if seen.distribution != "fixed":
                assert seen.low is not None and seen.high is not None
                assert seen.low <= seen.default <= seen.high, name


def test_every_conflict_has_its_default(data):
    view = View(data=data)
    assert len(data.conflicts) >= 5
    for conflict_id, conflict in data.conflicts.items():
        assert view.reading(conflict_id) == conflict.default
