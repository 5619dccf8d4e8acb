package dev.rouse.jmh.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.jmh.tool.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void aFullRunTakesAboutFortyMinutes() {
    assertThat(Plan.groups().stream().mapToDouble(Group::seconds).sum() / 60).isBetween(35.0, 45.0);
  }

  @Test
  void everyGroupHasAtLeastThreeForks() {
    assertThat(Plan.groups()).allMatch(group -> group.effort().forks() >= 3);
  }

  @Test
  void noCombinationIsMeasuredTwiceAndEachIsInItsGroup() {
    assertThat(Plan.groups().stream().flatMap(g -> g.combinations().stream()))
        .doesNotHaveDuplicates();
    assertThat(Plan.groups())
        .allSatisfy(
            group ->
                assertThat(group.combinations()).allMatch(c -> c.group().equals(group.name())));
  }

  @Test
  void senselessCombinationsAreLeftOut() throws Exception {
    List<Combination> streams = only("SpscThroughput");
    assertThat(streams)
        .hasSize(4 * 4 + 5)
        .contains(Combination.of("SpscThroughput.transfer", "link", "Disruptor", "payload", 8))
        .doesNotContain(
            Combination.of("SpscThroughput.transfer", "link", "Disruptor", "payload", 64));
    assertThat(only("^CounterThroughput"))
        .hasSize(5 * 3 + 2 * 2 + 5 + 3 * 3)
        .noneMatch(
            c ->
                c.contender().equals("AtomicLongFieldUpdater")
                    && (c.method().equals("getAcquire") || c.method().equals("setRelease")));
  }

  @Test
  void groupsAreChosenByARegularExpression() throws Exception {
    assertThat(Plan.groups("", new Scale(1))).isEqualTo(Plan.groups());
    assertThat(Plan.groups("Round|Burst", new Scale(1)))
        .extracting(Group::name)
        .containsExactly("RoundTrip", "BurstCost");
  }

  @Test
  void refusesWhatFitsNoGroup() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Plan.groups("Nothing", new Scale(1)))
        .withMessageStartingWith("only: Nothing fits no group, expected some of SpscThroughput, ");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Plan.groups("(", new Scale(1)))
        .withMessageStartingWith("only: ( is no regular expression: ");
  }

  private static List<Combination> only(String regex) throws UserError {
    List<Group> groups = Plan.groups(regex, new Scale(1));
    assertThat(groups).hasSize(1);
    return groups.getFirst().combinations();
  }
}
