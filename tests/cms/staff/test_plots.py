from decimal import Decimal

from cms.staff.plots import bars_of


def test_marks_stand_in_steps_of_ten_and_100_in_the_last():
    bars = bars_of([Decimal("9.9"), Decimal(10), Decimal("99.9"), Decimal(100), None])

    assert [bar.count for bar in bars] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert [(bar.label, bar.height, bar.y) for bar in (bars[0], bars[-1])] == [
        ("0–9", 50, 70),
        ("90–100", 100, 20),
    ]
