package treecounter.reviews;

import java.util.List;
import java.util.stream.Stream;

/**
 * The words that guests use.
 *
 * @param opinions sentences with a thing, what it was like, and when
 * @param plain sentences without an opinion, with a thing and a number
 */
record Vocabulary(
        List<String> things,
        List<String> glad,
        List<String> sad,
        List<String> times,
        List<String> numbers,
        List<String> opinions,
        List<String> plain) {
    private static final List<String> GLAD =
            words(
                    "lovely wonderful splendid quiet shady peaceful charming friendly helpful"
                        + " beautiful delightful superb gorgeous magical tidy spotless generous"
                        + " refreshing relaxing cheerful fragrant green sunny marvellous inviting"
                        + " pleasant perfect enchanting welcoming idyllic fantastic excellent"
                        + " stunning serene cool fresh airy comfortable safe kind polite patient"
                        + " funny clever clear clean varied mossy soft golden calm restful"
                        + " unforgettable breathtaking grand fine nice great good amazing");
    private static final List<String> SAD =
            words(
                    "awful dreadful terrible noisy crowded dirty rude unfriendly muddy boring ugly"
                        + " disappointing overpriced broken dull smelly miserable horrible"
                        + " neglected littered stuffy shabby dangerous confusing tiring dusty"
                        + " unbearable poor closed hopeless bad worse ghastly nasty gloomy steep"
                        + " endless sticky mosquitoed overgrown rotten rusty slow late impatient"
                        + " grumpy loud foul greasy hot sweaty bumpy barren damaged unsafe unclear"
                        + " wrong pointless costly cramped stale sour bleak tedious");
    private static final List<String> OPINIONS =
            List.of(
                    "the %s was %s.",
                    "we found the %s %s %s.",
                    "the %s is really %s.",
                    "such a %2$s %1$s.",
                    "what a %2$s %1$s we had %3$s.",
                    "our children called the %s %s.",
                    "I thought the %s was %s, and so did my friends.",
                    "the %s seemed %s to all of us %s.",
                    "%2$s, that is the word for the %1$s.");
    private static final List<String> PLAIN =
            List.of(
                    "we walked past the %s for %s minutes.",
                    "the %s is %s minutes from the car park.",
                    "we were a group of %2$s and saw the %1$s.",
                    "there is a %s near marker %s.",
                    "we came by bus and left after the %s.",
                    "the map shows the %s at kilometre %s.",
                    "our guide told us about the %s for %s minutes.",
                    "the %s opens at %s.",
                    "second visit, this time to the %s.",
                    "you turn left at the %s, then it is %s steps.");

    static Vocabulary of(Season season) {
        List<String> shared =
                words(
                        "path forest guide bench signpost map cafe view bridge toilets tour ticket"
                                + " ranger shelter playground tower leaflet staff kiosk soup cake"
                                + " tea valley hill gate fence cabin stairs railing");
        return season == Season.SUMMER
                ? new Vocabulary(
                        both(
                                shared,
                                words(
                                        "meadow lake shade stream picnic oak clearing birdsong"
                                                + " trail pond beech fern flowers butterflies lawn"
                                                + " lemonade hammock raft beach")),
                        GLAD,
                        SAD,
                        List.of("in June", "in July", "last Sunday", "in the morning", "at noon"),
                        words("three four five ten twelve twenty thirty forty"),
                        OPINIONS,
                        PLAIN)
                : new Vocabulary(
                        both(
                                shared,
                                words(
                                        "snow sledge fir hut stove ice frost thermos toboggan slope"
                                                + " skis icicles mittens punch fireplace track"
                                                + " snowshoes lantern")),
                        both(
                                GLAD.subList(0, 24),
                                words("crisp glittering cosy snowy sparkling hushed warming")),
                        both(
                                SAD.subList(0, 24),
                                words(
                                        "freezing slippery icy slushy dark bitter unheated"
                                                + " ungritted frostbitten treacherous")),
                        List.of("in January", "at dusk", "before Christmas", "in the blizzard"),
                        words("three four five ten twelve twenty thirty forty"),
                        OPINIONS,
                        PLAIN);
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
