package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.170",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.51.100.7",
        "203.0.113.9",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:a00:1::1",
        "64:ff9b::a00:1",
        "fec0::1",
        "100::1",
        "3fff::1",
      })
  void innerAddressesAreNotPublic(String address) throws UnknownHostException {
    assertFalse(PublicAddresses.contain(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "151.101.0.223",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a04:4e42::223",
        "2001:4860:4860::8888",
        "2400:cb00::1",
      })
  void othersAre(String address) throws UnknownHostException {
    assertTrue(PublicAddresses.contain(InetAddress.getByName(address)));
  }

  /// The JDK knows of fewer kinds, but what it knows is not public.
  @Property(seed = "135")
  void whatTheJdkCallsSpecialIsNotPublic(@ForAll @Size(4) byte[] bytes)
      throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    boolean isSpecial =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    assertFalse(isSpecial && PublicAddresses.contain(address), address.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33:80",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "[::1:80",
        "fd00::/129",
        "1.2.3.4.5",
        "*.10.0.0.1",
        "https://host",
        "host/8",
        "*:443",
        "*.*.example",
        "a b:1",
        "host:0",
        "host:x"
      })
  void entriesThatAreNoneAreRefused(String entry) {
    assertThrows(
        IllegalArgumentException.class, () -> new AllowList(List.of(entry), AllowList.Reach.ANY));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.0.0/15, 10.0.9.9, true",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.2, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "10.128.0.0/9, 10.127.0.0, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
  })
  void aBlockHoldsWhatSharesItsFirstBits(String block, String address, boolean isHeld) {
    assertEquals(isHeld, AddressBlock.parse(block).contains(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16:8080, 10.1.2.3, 8080, true",
    "10.1.0.0/16:8080, 10.1.2.3, 443, false",
    "10.1.0.0/16, 10.1.2.3, 443, true",
    "10.1.0.0/16, 10.1.2.3, 80, true",
    "10.1.0.0/16, 10.1.2.3, 22, false",
    "[fd00::/8]:22, fd00::7, 22, true",
    "fd00::7, fd00::7, 80, true",
    "name.example, 10.1.2.3, 80, false",
  })
  void addressesAreListedWithTheirPorts(String entry, String address, int port, boolean isListed) {
    var list = new AllowList(List.of(entry), AllowList.Reach.ANY);
    assertEquals(isListed, list.lists(InetAddress.ofLiteral(address), port));
  }

  @Test
  void aTasksOwnListLeadsToNoPrivateAddress() {
    List<String> entries = List.of("127.0.0.1:9092", "8.8.8.8", "10.0.0.0/8", "a.example");
    assertEquals(
        List.of("127.0.0.1:9092", "10.0.0.0/8"),
        AllowList.of(new Network.Hosts(entries)).unreachable());
    assertEquals(List.of(), AllowList.of(new Network.Given(entries)).unreachable());
  }

  @Property(seed = "136")
  void anyHeadIsReadOrRefused(@ForAll byte[] head) {
    try {
      assertFalse(RequestReader.read(head).target().host().isEmpty());
    } catch (Refused refused) {
      assertTrue(refused.status() >= 400 && refused.status() < 500);
    }
  }
}
