from reuse_app.worksheet.steps import Step


def test_the_steps_have_their_order_numbers_titles_and_questions() -> None:
    assert [(step.number, step.title) for step in Step] == [
        (1, "Frame"),
        (2, "Inventory"),
        (3, "Nature"),
        (4, "Products"),
        (5, "Map"),
        (6, "Score"),
        (7, "Choose"),
        (8, "Iterate"),
    ]
    assert Step("frame").question == "What are we here to find?"
    assert all(step.question.endswith("?") for step in Step)
