namespace CogSpace.Web.Enhancing.Parts;

/// <summary>A model that understands plain English: what is missing is put around the visitor's own words.</summary>
public sealed class OpenVocabulary : PromptVocabulary
{
    private const string Subject = "Subject";
    private const string Motion = "Motion";
    private const string Setting = "Setting";
    private const string Camera = "Camera";
    private const string Light = "Light";

    private static readonly IReadOnlySet<string> MotionWords = PromptWords.List("""
        accelerate approach arrive balance beat bend blink bloom blow boil bounce bow break breathe burn burst carry catch
        chase circle clap climb close collapse come cook crash crawl
        cross cut dance dash dig dive draw dribble drift drip drive drop eat emerge enter erupt expand explode fall fight
        flap flicker flip float flow flutter fly follow gallop glide go
        grow hop hover hug hunt jog juggle jump kick kiss knead lean leap leave lift march melt morph motion move movement
        nod open orbit paddle paint parade pass peel perform play plunge
        pour pull punch push race raise ramble reach ride rise roam roar rock roll rotate row run rush sail sew shake
        shatter shoot shrink sing sink skate ski skip slide smile soar spill
        spin splash sprint squeeze stir stretch stroll surf sway sweep swim swing swirl swoop throw toss travel trot tumble
        turn twirl twist unfold wade wag walk waltz wander wave whirl
        write zigzag ran ate blew broke caught came danced drew drank drove fell flew grew held hung kept leapt led left
        rang rode rose sang sank shook shot slid sped spun swam swept swung
        threw went wrote speed knit type drink pet cuddle wink laugh cry bark
        """);

    private static readonly IReadOnlySet<string> SettingWords = PromptWords.List("""
        airport alley alps aquarium arena attic autumn avenue backdrop background bakery balcony bar barn basement bathroom
        bay beach bedroom bench boulevard bridge café cafe canyon castle
        cathedral cave cellar church cinema city classroom cliff cloud coast concert corridor countryside courtyard creek
        deck desert diner dock dune factory farm farmland field fjord floor
        fog forest fountain galaxy garage garden glacier gym hall harbor harbour highway hill hillside home horizon hospital
        house indoors indoor island jungle kitchen laboratory lake
        landscape lawn library living-room lounge mall market mars meadow mist moon mountain museum nebula ocean office
        orbit orchard outdoors outdoor outside inside palace park path pavement
        pier planet platform playground plaza pond pool porch prairie rain rainforest restaurant river riverbank road roof
        rooftop room ruins runway sand savanna savannah school sea seashore
        shop shore sidewalk sky snow space spring stadium stage station storm stream street studio suburb subway summer
        summit surface swamp table temple terrace theater theatre town track
        trail train-station tundra tunnel underwater universe valley village vineyard volcano wall warehouse water waterfall
        wetland wheatfield wilderness window winter wood woodland woods
        workshop yard zoo
        """);

    private static readonly IReadOnlySet<string> CameraWords = PromptWords.List("""
        aerial angle bird's-eye bokeh camera cinematography close-up closeup crane dolly drone establishing fisheye fish-eye
        focal focus footage frame framing gopro handheld hand-held lens
        long-shot macro medium-shot overhead pan panning panorama perspective pov shot slow-motion steadicam telephoto tilt
        time-lapse timelapse track-shot tracking viewpoint wide-angle zoom
        """);

    private static readonly IReadOnlySet<string> LightWords = PromptWords.List("""
        afternoon aglow backlight backlit beam blaze bright brightly candle candlelight candlelit chiaroscuro dark darkness
        dawn daylight daytime dazzling dim dimly dusk evening firelight
        flame floodlight glare gleam glint glisten glitter glow golden-hour gloomy illuminate illumination lamp lamplight
        lantern light lighting lit luminous midday midnight moody moonlight moonlit
        morning neon night nighttime noon overcast radiant ray shade shadow shimmer shine silhouette spotlight starlight sun
        sunbeam sunlight sunlit sunny sunrise sunset twilight
        """);

    // They say how or that, but not what.
    private static readonly IReadOnlySet<string> EmptyWords = PromptWords.List("""
        a about above across after again against all along also always amazing among an and another any anything are around
        as at away awesome back be beautiful beautifully become been before
        behind being below beneath beside between beyond both but by can cinematic clip close cool could cute day detail
        detailed do does down during each epic every everything fast few film for
        forward forwards from full gently good great had has have he her here high highly him his how i if in into is it its
        just left let like long look lot low make many me more most movie much
        my near nice no not now of off on one onto or other our out over own past photorealistic picture please prompt
        quality quick quickly quiet quietly quite ray realistic really right
        scene see she show slow slowly small smooth smoothly so some something soft softly some style such than that the
        their them then there these they thing this those through time to
        together too top toward towards two under until up upon us very video view want was way we were what when where
        which while who wide with within without wonderful you your hd 4k 8k uhd
        """);

    private static readonly PromptPart[] Parts =
    [
        new(
            Subject,
            [
                "a young woman in a red coat",
                "an old fisherman with a grey beard",
                "a small white dog",
                "a vintage blue car",
                "a paper boat",
            ]
        ),
        new(
            Motion,
            [
                "moving slowly forward",
                "turning slowly around",
                "swaying gently in the wind",
                "running with light, quick steps",
                "rising slowly into the air",
            ]
        ),
        new(
            Setting,
            [
                "in front of a plain, softly blurred background",
                "on a quiet beach with gentle waves",
                "in a pine forest covered in mist",
                "on a busy city street",
                "in a bright room with large windows",
            ]
        ),
        new(
            Camera,
            [
                "the camera moving slowly closer",
                "the camera following from the side",
                "a still wide shot",
                "a close-up with a blurred background",
                "an aerial view from above",
            ]
        ),
        new(
            Light,
            [
                "soft daylight",
                "warm light of the setting sun",
                "cool light of an overcast morning",
                "neon light at night",
                "a single lamp in the dark",
            ]
        ),
    ];

    private readonly PromptPart[] _parts;

    private OpenVocabulary(IEnumerable<PromptPart> parts) => _parts = [.. parts];

    /// <summary>The prompt alone decides.</summary>
    public static PromptVocabulary OfVideos { get; } = new OpenVocabulary(Parts);

    /// <summary>A picture shows already who and where.</summary>
    public static PromptVocabulary OfPictures { get; } =
        new OpenVocabulary(Parts.Where(part => part.Name is Motion or Camera or Light));

    public override bool TakesOwnWords => true;

    public override IReadOnlyList<PromptPart> MissingFrom(string prompt)
    {
        string[] words = [.. PromptWords.In(prompt)];
        return [.. _parts.Where(part => part.Name switch
        {
            Motion => !words.Any(MotionWords.Has),
            Setting => !words.Any(SettingWords.Has),
            Camera => !words.Any(CameraWords.Has),
            Light => !words.Any(LightWords.Has),
            _ => words.All(SaysNoSubject),
        })];
    }

    public override string Compose(string prompt, IReadOnlyDictionary<string, string> choices)
    {
        string text = prompt.Trim();
        bool hasStop = text.EndsWith('.');
        text = text.TrimEnd('.', ',', ';', ' ');
        if (choices.TryGetValue(Subject, out string? subject))
            text =
                text.Length == 0 ? subject
                : PromptWords.In(text).First().EndsWith("ing", StringComparison.Ordinal) ? $"{subject} {text}"
                : $"{subject}, {text}";

        foreach (string name in new[] { Motion, Setting })
        {
            if (choices.TryGetValue(name, out string? said))
                text = Joined(
                    text, said,
                    text.Contains(',', StringComparison.Ordinal) || text.Contains('.', StringComparison.Ordinal) ? ", " : " ");
        }

        foreach (string name in new[] { Camera, Light })
        {
            if (choices.TryGetValue(name, out string? said))
                text = Joined(text, said, ", ");
        }

        return hasStop ? $"{text}." : text;
    }

    private static string Joined(string text, string more, string by) => text.Length == 0 ? more : text + by + more;

    private static bool SaysNoSubject(string word) =>
        word.Length < 2 || char.IsDigit(word[0]) || EmptyWords.Contains(word) || word.EndsWith("ly", StringComparison.Ordinal)
        || MotionWords.Has(word) || SettingWords.Has(word) || CameraWords.Has(word) || LightWords.Has(word);
}
