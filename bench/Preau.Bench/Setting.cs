using System.Diagnostics;
using System.Globalization;

namespace Preau.Bench;

/// <summary>What a run was asked for: <c>save --json --engines sqlite,postgres --fsync 0,3 --at 1,8,32,128 --seconds 2 --runs 3 --warm 3</c>.</summary>
internal sealed record Setting
{
    /// <summary>Only JSON lines on the output.</summary>
    public bool Json { get; private init; }

    public string[] Engines { get; private init; } = ["sqlite", "postgres"];

    /// <summary>Milliseconds added to each fsync and fdatasync.</summary>
    public int[] FsyncMs { get; private init; } = [0, 3];

    /// <summary>How many at once.</summary>
    public int[] Concurrencies { get; private init; } = [1, 8, 32, 128];

    /// <summary>Of each run.</summary>
    public double Seconds { get; private init; } = 2;

    /// <summary>Of one more run of saves in one piece; 0 for none.</summary>
    public double SteadySeconds { get; private init; }

    /// <summary>Seconds of the country's start of the hour.</summary>
    public double PeakSeconds { get; private init; } = 300;

    /// <summary>Seconds before the first run counts.</summary>
    public double WarmUp { get; private init; } = 12;

    /// <summary>Runs whose median is told; a case may ask for more.</summary>
    public int Runs { get; private init; } = 3;

    /// <summary>How many, of what the case counts: rounds, inputs, listeners, establishments.</summary>
    public int? Count { get; private init; }

    /// <summary>Seconds after which no further round is begun; what was done until then is told.</summary>
    public double Within { get; private init; } = double.PositiveInfinity;

    private readonly Stopwatch running = Stopwatch.StartNew();

    /// <summary>Whether the time for rounds is over.</summary>
    public bool IsOver => running.Elapsed.TotalSeconds > Within;

    /// <summary>A folder that stays when the run ends, for the next to go on with; null for one that goes.</summary>
    public string? Keep { get; private init; }

    /// <summary>What of the case, such as <c>xml</c> of <c>fuzz xml</c>; null for all of it.</summary>
    public string? Name { get; private init; }

    /// <summary>Of what is drawn by lot; null for a new one, which is told.</summary>
    public int? Seed { get; private init; }

    /// <summary>Reads the arguments after the case's name.</summary>
    public static Setting Read(string[] args)
    {
        var setting = new Setting();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} wants a value.");
            setting = args[i] switch
            {
                "--json" => setting with { Json = true },
                "--engines" => setting with { Engines = Value().Split(',') },
                "--fsync" => setting with { FsyncMs = Numbers(Value()) },
                "--at" => setting with { Concurrencies = Numbers(Value()) },
                "--seconds" => setting with { Seconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--steady" => setting with { SteadySeconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--within" => setting with { Within = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--keep" => setting with { Keep = Path.GetFullPath(Value()) },
                "--peak" => setting with { PeakSeconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--warm" => setting with { WarmUp = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--runs" => setting with { Runs = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--count" => setting with { Count = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--seed" => setting with { Seed = int.Parse(Value(), CultureInfo.InvariantCulture) },
                var name when setting.Name is null && !name.StartsWith('-') => setting with { Name = name },
                var other => throw new ArgumentException($"Unknown: {other}."),
            };
        }
        return setting;
    }

    private static int[] Numbers(string text) => [.. text.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
