using Preau.Bench;
using Preau.Bench.Country;
using Preau.Bench.Faults;
using Preau.Bench.Fuzz;
using Preau.Bench.Import;
using Preau.Bench.Live;
using Preau.Bench.Open;
using Preau.Bench.Save;
using Preau.Bench.Start;
using Preau.Bench.Tablets;
using Preau.Bench.Year;

// The case's name first, then its setting; «floor» is the bench's own other process.
if (args is ["floor", .. var rest])
{
    return Floor.Answer(rest);
}
var cases = new Dictionary<string, Func<Setting, Report, Task>>
{
    ["save"] = SaveCase.Run,
    ["kill"] = KillCase.Run,
    ["fault"] = FaultCase.Run,
    ["fuzz"] = FuzzCase.Run,
    ["tablet"] = TabletCase.Run,
    ["open"] = OpenCase.Run,
    ["boards"] = BoardsCase.Run,
    ["year"] = YearCase.Run,
    ["country"] = CountryCase.Run,
    ["peak"] = CountryCase.Run,
    ["start"] = StartCase.Run,
    ["import"] = ImportCase.Run,
    ["live"] = LiveCase.Run,
};
if (args.Length == 0 || !cases.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"./dev bench {{{string.Join('|', cases.Keys)}}} [--json] [--engines sqlite,postgres] [--fsync 0,3] [--at 1,8,32,128] [--seconds 2] [--runs 3]");
    return 2;
}
var setting = Setting.Read(args[1..]);
var report = new Report(setting);
await run(setting, report);
report.Finish();
return 0;
