package treecounter.reviews;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Posts to four newsgroups about the forest, made up by a seed: other data, and four classes. */
public final class Posts {
    private static final Map<String, List<String>> GROUPS = groups();
    private static final List<String> SHARED =
            words(
                    "anybody knows question thanks regards posting advice help think about really"
                            + " week problem answer read wrote article someone found where which");
    private static final double OF_THE_GROUP = 0.3;
    private static final double OF_ANOTHER = 0.18;

    private Posts() {}

    /** The groups, in the order of the alphabet. */
    public static List<String> labels() {
        return List.copyOf(GROUPS.keySet());
    }

    /** So many posts; the same seed gives the same ones. */
    public static List<Review> posts(long seed, int count) {
        Random random = new Random(seed);
        List<Review> posts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String group = one(labels(), random);
            posts.add(new Review(group, text(group, random)));
        }
        return posts;
    }

    private static String text(String group, Random random) {
        StringBuilder text = new StringBuilder();
        int words = 6 + random.nextInt(20);
        for (int i = 0; i < words; i++) {
            double drawn = random.nextDouble();
            List<String> from =
                    drawn < OF_THE_GROUP
                            ? GROUPS.get(group)
                            : drawn < OF_THE_GROUP + OF_ANOTHER
                                    ? GROUPS.get(one(labels(), random))
                                    : SHARED;
            text.append(i == 0 ? "" : " ").append(one(from, random));
        }
        return text.append('.').toString();
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new TreeMap<>();
        groups.put(
                "forest.birds",
                words(
                        "nest owl feather woodpecker song binoculars egg migration swift hawk wing"
                                + " beak jay finch ringing roost"));
        groups.put(
                "forest.bicycles",
                words(
                        "brake tyre chain saddle gear helmet downhill spoke pedal frame pump trail"
                                + " wheel rim fork puncture"));
        groups.put(
                "forest.mushrooms",
                words(
                        "cap gills spores chanterelle poison basket cep stalk mould ring edible"
                                + " toadstool fungus soil sauce rain"));
        groups.put(
                "forest.timber",
                words(
                        "saw plank beam log resin bark felling spruce axe joint varnish grain"
                                + " carpenter splitting stove price"));
        return groups;
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
