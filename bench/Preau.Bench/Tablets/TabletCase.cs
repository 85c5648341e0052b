using Microsoft.Playwright;
using Preau.Bench.Scene;

namespace Preau.Bench.Tablets;

/// <summary>The roll-call page in real Chromium, slowed down: cold, warm, the finger, the taps of a roll, what is seen at once. Medians of <c>--runs</c>, five unless told more.</summary>
internal static class TabletCase
{
    /// <summary>Runs all.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        var (data, runs) = (scratch.Make("data"), Math.Max(5, setting.Runs));
        await TabletSchool.Build(data);
        using var server = PreauProcess.Start(data, null, new Dictionary<string, string>(), "--empty");
        using var playwright = await Playwright.CreateAsync();
        var tablet = new Visits(playwright, $"http://127.0.0.1:{server.Address.Port}", scratch.Make("profile"));
        await tablet.Install(TabletSchool.Class32);
        report.Add(await Cold(tablet, runs));
        report.Add(await Warm(tablet, runs));
        report.Add(await Tap(tablet, runs));
        report.Add(await tablet.Taps());
        report.Add(await tablet.Visible());
    }

    private static async Task<Dictionary<string, object>> Cold(Visits tablet, int runs)
    {
        var seen = new List<Visits.Cold>();
        for (var run = 0; run < runs; run++)
        {
            seen.Add(await tablet.OpenCold());
        }
        var middle = seen.OrderBy(s => s.Milliseconds).ElementAt(seen.Count / 2);
        return new()
        {
            ["case"] = "cold", ["ms"] = Math.Round(middle.Milliseconds), ["kilobytes"] = Math.Round(middle.PageKilobytes, 1), ["requests"] = middle.Requests, ["modules"] = middle.Modules,
            ["registerKilobytes"] = Math.Round(middle.RegisterKilobytes, 1), ["worst"] = Math.Round(seen.Max(s => s.Milliseconds)), ["runs"] = runs,
        };
    }

    private static async Task<Dictionary<string, object>> Warm(Visits tablet, int runs)
    {
        var seen = new List<Visits.Warm>();
        await tablet.KeepPlain();
        for (var run = 0; run < runs; run++)
        {
            seen.Add(await tablet.OpenWarm());
        }
        double Middle(Func<Visits.Warm, double> of) => Report.Median([.. seen.Select(of)]);
        return new()
        {
            ["case"] = "warm", ["ms"] = Math.Round(Middle(s => s.List)), ["floor"] = Math.Round(Middle(s => s.Floor)), ["ratio"] = Math.Round(Middle(s => s.List / s.Floor), 2),
            ["drawn"] = Math.Round(Middle(s => s.Drawn)), ["worst"] = Math.Round(seen.Max(s => s.List)), ["browserJustStarted"] = Math.Round(Middle(s => s.JustStarted)), ["runs"] = runs,
        };
    }

    private static async Task<Dictionary<string, object>> Tap(Visits tablet, int runs)
    {
        List<double> rows = [], faces = [], plain = [];
        for (var run = 0; run < runs; run++)
        {
            plain.AddRange(await tablet.TapPlain());
            faces.AddRange(await tablet.TapPupils("faces"));
            rows.AddRange(await tablet.TapPupils("list"));
        }
        var (list, tiles, floor) = (Report.Median(rows), Report.Median(faces), Report.Median(plain));
        var slower = list > tiles ? rows : faces;
        return new()
        {
            ["case"] = "tap", ["ms"] = Math.Round(Math.Max(list, tiles), 1), ["list"] = Math.Round(list, 1), ["faces"] = Math.Round(tiles, 1), ["floor"] = Math.Round(floor, 1), ["ratio"] = Math.Round(Math.Max(list, tiles) / floor, 2),
            ["p95"] = Math.Round(slower.Order().ElementAt(slower.Count * 95 / 100), 1), ["worst"] = Math.Round(slower.Max(), 1), ["taps"] = rows.Count + faces.Count, ["runs"] = runs,
        };
    }
}
