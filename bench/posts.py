"""The posts that every way of delivering is measured with."""

TOKEN = "bench-token"


def text_of(number: int) -> str:
    return f"{number} 今日は公園まで歩いた。風が冷たくて、帰りに温かいお茶を買った。It was good."
