using System.Collections.Immutable;
using CsCheck;
using NodaTime;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Xunit;

namespace Preau.Tests.Imports.Planning;

public sealed class MatchingTests
{
    static readonly LocalDate Born = new(2012, 2, 3);
    static readonly KnownPupil Zoe = new(Guid.CreateVersion7(), "D'Œuvre", "Zoé") { BornOn = Born, Ine = "1111111111A", Elenoet = "501", EleveId = "1001" };
    static readonly KnownPupil Max = new(Guid.CreateVersion7(), "Martin", "Max") { BornOn = Born };

    static ImportPlan Plan(string csv, PlanningOptions? options = null, params KnownPupil[] pupils) =>
        PlanImport.Of(Simulated.Empty with { Pupils = [.. pupils] }, Simulated.Read(Samples.Text(csv)), Simulated.Today, options);

    static Outcome Only(string line, params KnownPupil[] pupils) =>
        Plan($"Nom;Prénom;Classe;INE;N° interne;Naissance\n{line}\n", null, pupils).Pupils.Single(p => p.Read is not null).Outcome;

    [Fact] public void By_ine_whatever_else_changed() => Assert.Equal(Outcome.Changed, Only("Autre;Zoé;6A;1111111111A;;03/02/2012", Zoe));

    [Fact] public void By_number_when_there_is_no_ine() => Assert.Equal(Outcome.Changed, Only("Doeuvre;Zoé;6A;;0501;03/02/2012", Zoe));

    [Fact] public void By_name_and_birth_date_without_accents_or_case() => Assert.Equal(Outcome.Changed, Only("D OEUVRE;ZOE;6A;;;03/02/2012", Zoe));

    [Fact] public void Another_ine_and_name_under_the_same_number_is_another_pupil() => Assert.Equal(Outcome.New, Only("Petit;Zoé;6A;2222222222B;501;04/02/2012", Zoe));

    [Fact] public void A_corrected_ine_is_the_same_pupil_when_number_and_name_agree() => Assert.Equal(Outcome.Changed, Only("D'Œuvre;Zoé;6A;2222222222B;501;03/02/2012", Zoe));

    [Fact] public void Another_ine_with_the_same_name_and_birth_date_is_asked() => Assert.Equal(Outcome.Asked, Only("D'Œuvre;Zoé;6A;2222222222B;;03/02/2012", Zoe));

    [Fact] public void Another_birth_date_is_another_pupil() => Assert.Equal(Outcome.New, Only("Martin;Max;6A;;;04/02/2012", Max));

    [Fact] public void The_ine_of_somebody_quite_different_is_asked() => Assert.Equal(Outcome.Asked, Only("Petit;Luc;6A;1111111111A;;01/01/2010", Zoe));

    [Fact]
    public void Two_alike_are_asked_and_the_answer_is_taken()
    {
        var twin = Max with { Id = Guid.CreateVersion7() };
        var csv = "Nom;Prénom;Classe\nMartin;Max;6A\n";
        var asked = Assert.Single(Plan(csv, null, Max, twin).Pupils);
        Assert.Equal((Outcome.Asked, 2), (asked.Outcome, asked.Candidates.Length));
        var answers = ImmutableDictionary<string, Guid?>.Empty.Add(asked.Read!.Key, twin.Id);
        var answered = Plan(csv, new() { Answers = answers }, Max, twin).Pupils.Single(p => p.Read is not null);
        Assert.Equal((Outcome.Unchanged, twin.Id), (answered.Outcome, answered.Id));
        var fresh = Plan(csv, new() { Answers = answers.SetItem(asked.Read.Key, null) }, Max, twin).Pupils.Single(p => p.Read is not null);
        Assert.Equal(Outcome.New, fresh.Outcome);
    }

    [Fact]
    public void Two_lines_for_one_pupil_ask_the_second() =>
        Assert.Equal([Outcome.Unchanged, Outcome.Asked], Plan("Nom;Prénom;Classe\nMartin;Max;6A\nMARTIN;max;6B\n", null, Max with { FamilyName = "Martin" })
            .Pupils.Where(p => p.Read is not null).Select(p => p.Outcome));

    [Fact]
    public void A_pupil_of_an_earlier_year_keeps_his_id()
    {
        var plan = PlanImport.Of(Simulated.Empty with { Former = [Zoe] }, Simulated.Read(Samples.Text("Nom;Prénom;Classe;INE\nD'Œuvre;Zoé;6A;1111111111A\n")), Simulated.Today);
        Assert.Equal((Outcome.New, Zoe.Id), (plan.Pupils[0].Outcome, plan.Pupils[0].Id));
    }

    [Fact]
    public void A_list_of_one_class_says_nothing_of_the_others()
    {
        var known = Simulated.Imported(Samples.Text("Nom;Prénom;Classe\nA;A;6A\nB;B;6A\nC;C;6B\n"));
        var plan = PlanImport.Of(known, Simulated.Read(Samples.Text("Nom;Prénom;Classe\nA;A;6A\n")), Simulated.Today);
        Assert.Equal(new Tally(0, 0, 1, 1, 0, 0), plan.Count(Subject.Pupils));
    }

    [Fact]
    public void An_empty_cell_erases_nothing()
    {
        var known = Simulated.Imported(Samples.Text("Nom;Prénom;Classe;INE;Naissance;Régime\nA;A;6A;1111111111A;03/02/2012;21\n"));
        Assert.False(PlanImport.Of(known, Simulated.Read(Samples.Text("Nom;Prénom;Classe;INE;Naissance;Régime\nA;A;6A;;;DP\n")), Simulated.Today).DoesSomething);
    }

    [Fact]
    public void A_list_imported_twice_changes_nothing_the_second_time()
    {
        var name = Any("MARTIN", "Martin", "Dupont", "D'Œuvre", "Léa", "Zoé");
        var line = Gen.Select(name, name, Any("6A", "6B", "6a", ""), Any("", "03/02/2012", "2012-02-04", "31/02/2012"),
            Any("", "1111111111A", "2222222222B", "3"), Any("", "ANG1", "ANG1,LAT"), (a, b, c, d, e, f) => $"{a};{b};{c};{d};{e};{f}");
        line.Array[0, 12].Sample(lines =>
        {
            var read = Simulated.Read(Samples.Text("Nom;Prénom;Classe;Naissance;INE;Groupes\n" + string.Join('\n', lines)));
            var once = Simulated.Empty.After(PlanImport.Of(Simulated.Empty, read, Simulated.Today));
            var again = PlanImport.Of(once, read, Simulated.Today);
            return !again.DoesSomething;
        }, iter: 3_000);
    }

    static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
