"""The one-page summary for the text's own readers: the same findings, in Chinese words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from lib.claims.words import percent
from lib.report.chapter_numbers.index import HEADLINES, UNLIKELY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lib.claims.finding import Finding
    from lib.report.run import Naming

WORDS = {
    "virtually certain": "几乎肯定",
    "very likely": "很可能成立",
    "likely": "可能成立",
    "about as likely as not": "难分正反",
    "unlikely": "不太可能成立",
    "very unlikely": "很不可能成立",
    "exceptionally unlikely": "几乎不可能成立",
}
CONFIDENCE = {"low": "低", "medium": "中", "high": "高"}
TITLES = {
    "C1.1a-points": "境外中资企业可用的最佳编程模型落后前沿五分以上",
    "C1.1b-points": "中国大陆企业可用的最佳编程模型落后前沿五分以上",
    "C1.1a-months": "境外中资企业可用的最佳编程模型落后前沿半年以上",
    "C1.1b-months": "中国大陆企业可用的最佳编程模型落后前沿半年以上",
    "C1.2-demand": "退出市场腾出的算力抵得上一个月的需求增长",
    "C1.2-buildout": "退出市场腾出的电力抵得上一个月的扩建",
    "C2.1b": "英伟达只占已承诺算力的零头(绕开英伟达)",
    "C2.2-delivered": "年底前约一百万颗 Trainium2 为 Claude 服务",
    "C4.2": "AWS 年底增速超过两成",
    "C4.3-runrate": "Anthropic 年化收入达到五十亿美元",
    "C4.3-booked": "Anthropic 全年入账收入达到五十亿美元",
    "C5.1b-tbs-owner": "按内存带宽计,自有 Trainium2 比所有在售芯片便宜",
    "C5.1b-tbs-tenant": "按内存带宽计,租用 Trainium2 比所有可租芯片便宜",
    "C5.2": "在 Trainium2 上做一步强化学习比 GB200 便宜",
    "C6.2": "为 Anthropic 建的站点给 AWS 增速添两个百分点以上",
}
VIEWS = {"then": "当时看", "hindsight": "事后看", "today": "如今看"}


def name_numbers(run: Naming) -> None:
    """Name what the summary prints, and whether its sentences still hold."""
    found = run.findings(HEADLINES)
    relief = found[("C1.2-demand", "hindsight")]
    if relief.quantity is None:
        run.phrase("zh_relief", "天数不详")
    else:
        run.number(
            "zh_relief", relief.quantity.p50, "", fmt="2s", label="腾出的算力,折合需求增长的天数"
        )
    for name, id, view in (
        ("zh_bypass", "C2.1b", "hindsight"),
        ("zh_growth_then", "C4.2", "then"),
        ("zh_growth_after", "C4.2", "hindsight"),
        ("zh_booked", "C4.3-booked", "hindsight"),
        ("zh_owner", "C5.1b-tbs-owner", "then"),
        ("zh_tenant", "C5.1b-tbs-tenant", "then"),
    ):
        run.phrase(name, in_words(found[(id, view)]))
    run.premise(
        "zh_relief_small",
        (relief.probability or 0.0) < UNLIKELY,
        f"腾出的算力能否抵上一个月的需求增长:{in_words(relief)}。",
    )


def in_words(finding: Finding) -> str:
    """A verdict in Chinese: 'likely' words with the probability, true or false, or not testable."""
    if finding.probability is not None:
        if finding.confidence == "low":
            span = (finding.probability_narrow, finding.probability, finding.probability_wide)
            ends = sorted(p for p in span if p is not None)
            shown = dict.fromkeys(_plain(percent(p)) for p in (ends[0], ends[-1]))
            return f"概率 {'至'.join(shown)},信心低"
        word = WORDS[str(finding.likelihood)]
        level = CONFIDENCE[finding.confidence or "low"]
        return f"{word}({_plain(percent(finding.probability))},信心{level})"
    if finding.answer is not None:
        return "属实" if finding.answer else "不属实"
    return "判断:未定" if finding.status == "judgement" else "无法检验"


def verdict_table(found: Mapping[tuple[str, str], Finding], root: str) -> str:
    """The headline verdicts as a table; each row leads to the page of its claim."""
    head = "".join(f'<th scope="col">{word}</th>' for word in ("命题", *VIEWS.values()))
    body = "".join(
        f'<tr><th scope="row"><a href="{root}claims/{id}.html">{id}</a> {escape(TITLES[id])}</th>'
        + "".join(f"<td>{escape(in_words(found[(id, view)]))}</td>" for view in VIEWS)
        + "</tr>"
        for id in HEADLINES
    )
    return (
        '<div class="cuc-scroll" tabindex="0" role="region" aria-label="主要结论" lang="zh">'
        f'<table class="cuc-verdicts"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


def _plain(text: str) -> str:
    return text.replace("under ", "低于 ").replace("over ", "高于 ")
